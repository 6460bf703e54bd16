package io.firn.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a log group.
 *
 * @param generation its creation time, in milliseconds since 1970
 * @param logClass such as STANDARD
 * @param retention null if its events never expire
 * @param bytesPerDay what comes in, measured or guessed
 */
public record GroupFacts(
    long generation, String logClass, @Nullable Duration retention, double bytesPerDay) {
  /** A window that begins so early after the end of retention is still begun in time. */
  private static final Duration LEAD = Duration.ofMinutes(1);

  public Optional<Duration> keeps() {
    return Optional.ofNullable(retention);
  }

  /** Whether the service exports groups of its class. */
  public boolean isExportable() {
    return logClass.equals("STANDARD");
  }

  Instant created() {
    return Instant.ofEpochMilli(generation);
  }

  /** The oldest time whose events can still be exported. */
  Instant horizon(Instant now) {
    return retention == null ? Instant.MIN : now.minus(retention).plus(LEAD);
  }

  /** When the events of a time are gone; never is far off. */
  Instant deadline(Instant time) {
    return retention == null ? Instant.MAX : time.plus(retention);
  }
}
