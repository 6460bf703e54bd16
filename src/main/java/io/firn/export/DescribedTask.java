package io.firn.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An export task of anybody's, as it is described.
 *
 * @param name null if it was given none
 * @param message why it is in its state; empty if nothing is said
 * @param completed null until it is over, and where that is not told
 */
public record DescribedTask(
    String id,
    @Nullable String name,
    String group,
    String bucket,
    String prefix,
    TaskStatus status,
    String message,
    Instant created,
    @Nullable Instant completed) {
  /** When it was over; of one that does not tell, when it was made: the same whoever asks. */
  Instant finished() {
    return completed == null ? created : completed;
  }

  Optional<Duration> duration() {
    return Optional.ofNullable(completed).map(end -> Duration.between(created, end));
  }

  /** Whether the service gave up on it after its 24 hours. */
  boolean timedOut() {
    return status != TaskStatus.COMPLETED
        && duration().filter(time -> time.compareTo(ExportPolicy.TIME_OUT) >= 0).isPresent();
  }

  /** For people. */
  String described() {
    return (name == null ? "a task without a name" : "'" + name + "'")
        + " (task "
        + id
        + ", log group "
        + group
        + ")";
  }
}
