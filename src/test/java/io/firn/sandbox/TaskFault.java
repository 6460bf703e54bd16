package io.firn.sandbox;

import java.time.Duration;
import java.util.Optional;

/** What is to go wrong with a task that is not created yet. */
record TaskFault(Optional<Ending> ending, Optional<Duration> running) {
  static final TaskFault NONE = new TaskFault(Optional.empty(), Optional.empty());

  static TaskFault failing(String message) {
    return new TaskFault(Optional.of(Ending.failed(message)), Optional.empty());
  }

  static TaskFault lasting(Duration running) {
    return new TaskFault(Optional.empty(), Optional.of(running));
  }
}
