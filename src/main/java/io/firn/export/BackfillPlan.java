package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long it would take to export all that is there but for what is new.
 *
 * @param rows by when they begin
 * @param rate how fast large tasks are
 * @param share what part of the slot's time is left for it beside new events
 * @param from when it begins
 * @param to when all is exported
 */
public record BackfillPlan(
    AccountRegion place, List<Row> rows, Rate rate, double share, Instant from, Instant to) {
  /**
   * A group's part of it.
   *
   * @param bytes what it probably holds
   * @param begins when its first task is created
   * @param ends when its last task is completed
   * @param expires when its first events are gone; null if they stay
   * @param lost how much of its time expires before its turn
   */
  public record Row(
      LogGroup group,
      Lane lane,
      Span span,
      int tasks,
      long bytes,
      Instant begins,
      Instant ends,
      @Nullable Instant expires,
      Duration lost) {
    public Optional<Instant> expiry() {
      return Optional.ofNullable(expires);
    }
  }

  /** How fast large tasks are, and how that is known. */
  public record Rate(double bytesPerSecond, Origin origin) {
    /** How a rate is known. */
    public enum Origin {
      GIVEN,
      MEASURED,
      ASSUMED
    }
  }

  public BackfillPlan {
    rows = List.copyOf(rows);
  }

  public int tasks() {
    return rows.stream().mapToInt(Row::tasks).sum();
  }

  public long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  public Duration time() {
    return Duration.between(from, to);
  }
}
