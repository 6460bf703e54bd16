package io.firn.export;

/** An object of the driver's state cannot be read. */
public final class StateFormException extends RuntimeException {
  private StateFormException(String message, Throwable cause) {
    super(message, cause);
  }

  static StateFormException damaged(String key, Throwable cause) {
    return new StateFormException(
        "Cannot read state "
            + key
            + ": it is damaged; bring an earlier version of the object back, or delete it and run"
            + " firn export --rebuild-state",
        cause);
  }

  static StateFormException later(String key, int version) {
    return new StateFormException(
        "Cannot read state "
            + key
            + ": it is of version "
            + version
            + ", which a later Firn wrote; run that one",
        new IllegalArgumentException("version " + version));
  }
}
