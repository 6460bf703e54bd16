package io.firn.sandbox;

/** The state of an export task. */
public enum TaskStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED,
  PENDING_CANCEL;

  /** Whether the task is over for good. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
