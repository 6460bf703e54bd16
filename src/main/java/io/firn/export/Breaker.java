package io.firn.export;

import io.firn.LogGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops all of an account and Region when group after group is refused: it is not the groups.
 *
 * @param refused the groups that were, in a row
 * @param until when one group is tried again; null while nothing is stopped
 */
public record Breaker(List<LogGroup> refused, @Nullable Instant until) {
  static final Breaker CLOSED = new Breaker(List.of(), null);

  private static final int MOST_IN_A_ROW = 3;
  private static final Duration PAUSE = Duration.ofMinutes(15);

  public Breaker {
    refused = List.copyOf(refused);
  }

  /** When one group is tried again, while all is stopped. */
  public Optional<Instant> openUntil(Instant now) {
    return Optional.ofNullable(until).filter(now::isBefore);
  }

  /** One more group was refused. */
  Breaker refused(LogGroup group, Instant now) {
    List<LogGroup> inRow = new ArrayList<>(refused);
    inRow.remove(group);
    inRow.add(group);
    return new Breaker(inRow, inRow.size() < MOST_IN_A_ROW ? null : now.plus(PAUSE));
  }
}
