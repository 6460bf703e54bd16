package io.firn.sandbox;

/** How a task ends. */
record Ending(TaskStatus status, String message) {
  static final Ending COMPLETED = new Ending(TaskStatus.COMPLETED, "Completed successfully");
  static final Ending CANCELLED = new Ending(TaskStatus.CANCELLED, "Cancelled by user");
  static final Ending TIMED_OUT = failed("Export task timed out");

  static Ending failed(String message) {
    return new Ending(TaskStatus.FAILED, message);
  }
}
