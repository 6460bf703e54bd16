package io.firn.table;

/** A staged batch cannot be published without a person's decision; the table is as it was. */
public final class PublishRefusedException extends RuntimeException {
  private final Reason reason;

  PublishRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What a person has to decide about. */
  public enum Reason {
    /** The batch was published, and somebody set the table back to a time before that. */
    ROLLED_BACK,
    /** A tag or a branch keeps a snapshot that has to go. */
    REFERENCED,
    /** Nothing is left that would tell whether the batch was published. */
    UNKNOWABLE
  }

  public Reason reason() {
    return reason;
  }
}
