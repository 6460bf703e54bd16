package io.firn.export;

import io.firn.LogGroup;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log group, as it is described.
 *
 * @param generation its creation time, in milliseconds since 1970
 * @param logClass such as STANDARD, the only one whose groups can be exported
 * @param retention null if its events never expire
 */
public record DescribedGroup(
    LogGroup group,
    long generation,
    String logClass,
    @Nullable Duration retention,
    long storedBytes) {
  /** How long its events stay. */
  public Optional<Duration> keeps() {
    return Optional.ofNullable(retention);
  }
}
