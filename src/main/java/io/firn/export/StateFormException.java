package io.firn.export;

/** An object of the driver's state cannot be read, or is gone. */
public final class StateFormException extends RuntimeException {
  private final boolean ofLaterForm;

  private StateFormException(String message, Throwable cause, boolean ofLaterForm) {
    super(message, cause);
    this.ofLaterForm = ofLaterForm;
  }

  /** Whether it can be read by a later Firn. */
  boolean isOfLaterForm() {
    return ofLaterForm;
  }

  static StateFormException damaged(String key, Throwable cause) {
    return new StateFormException(
        "Cannot read state "
            + key
            + ": it is damaged; bring an earlier version of the object back, or delete it and run"
            + " firn export --rebuild-state",
        cause,
        false);
  }

  static StateFormException lost(String key, String exports) {
    return new StateFormException(
        "Cannot read state "
            + key
            + ": it is gone, though there are exports below "
            + exports
            + "; bring the object back, or run firn export --rebuild-state: to begin anew would"
            + " export everything twice",
        new IllegalStateException("no " + key),
        false);
  }

  static StateFormException later(String key, int version) {
    return new StateFormException(
        "Cannot read state "
            + key
            + ": it is of version "
            + version
            + ", which a later Firn wrote; run that one",
        new IllegalArgumentException("version " + version),
        true);
  }
}
