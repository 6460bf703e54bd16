package io.firn.cli;

/** Another run is at work; the same command may succeed later. */
final class BusyException extends RuntimeException {
  BusyException(String message) {
    super(message);
  }
}
