package io.firn.ingest;

import io.firn.ledger.LogSource;

/** Who knows of export tasks that other people started. */
@FunctionalInterface
public interface TaskStates {
  /** Knows nothing. */
  TaskStates UNKNOWN = (source, taskId) -> State.UNKNOWN;

  /** What is known of a task. */
  enum State {
    COMPLETED,
    AT_WORK,
    /** It failed or was cancelled: its events will come by another one. */
    FAILED,
    UNKNOWN
  }

  /**
   * What is known of a task; failures to find out are {@link State#UNKNOWN}.
   *
   * @param source whose events it exports
   */
  State state(LogSource source, String taskId);
}
