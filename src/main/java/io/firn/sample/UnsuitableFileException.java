package io.firn.sample;

/** The file cannot be wrapped the way it was asked for; the message says why and where. */
final class UnsuitableFileException extends Exception {
  UnsuitableFileException(String message) {
    super(message);
  }

  UnsuitableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
