package io.firn.check;

/** A check cannot be made: something outside of the tables does not work. */
final class CheckException extends RuntimeException {
  CheckException(String message) {
    super(message);
  }

  CheckException(String message, Throwable cause) {
    super(message, cause);
  }
}
