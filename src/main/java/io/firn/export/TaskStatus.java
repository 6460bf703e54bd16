package io.firn.export;

/** The state of an export task. */
public enum TaskStatus {
  PENDING,
  RUNNING,
  PENDING_CANCEL,
  COMPLETED,
  FAILED,
  CANCELLED,
  /** One that this version does not know. */
  OTHER
}
