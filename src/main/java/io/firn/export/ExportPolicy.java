package io.firn.export;

import io.firn.LogGroup;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How the groups of an account and Region are exported.
 *
 * @param groups which of them
 * @param settle how old events are exported at the youngest; CloudWatch Logs takes up to 12 hours
 *     to make them exportable
 * @param every the least span of a window, where the slot is free enough
 * @param recheckAfter how long after their events windows are exported once more
 * @param backfillShare of the slot's time that goes to history even beside newer windows, 0 to 1
 * @param windowBytes what a window is to hold at most, as far as that can be foretold
 */
public record ExportPolicy(
    Predicate<LogGroup> groups,
    Duration settle,
    Duration every,
    List<Duration> recheckAfter,
    double backfillShare,
    long windowBytes) {
  /** After which the service gives up on a task; a little less, as clocks and steps differ. */
  static final Duration TIME_OUT = Duration.ofHours(24).minusMinutes(10);

  /** How much older than its group an event may be. */
  static final Duration BEFORE_CREATION = Duration.ofDays(14);

  static final Duration LONGEST_WINDOW = Duration.ofDays(30);

  /** Where not even this is exported in time, a shorter window would not be either. */
  static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

  public ExportPolicy {
    recheckAfter = List.copyOf(recheckAfter);
    positive("settle", settle);
    positive("every", every);
    for (Duration after : recheckAfter) {
      if (after.compareTo(settle) <= 0) {
        throw new IllegalArgumentException(
            "Invalid recheck-after: " + after + " (must be longer than settle, " + settle + ")");
      }
    }
    if (!(backfillShare >= 0 && backfillShare <= 1)) {
      throw new IllegalArgumentException(
          "Invalid backfill-share: " + backfillShare + " (must be 0 to 1)");
    }
    if (windowBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid window-bytes: " + windowBytes + " (must be positive)");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value + " (must be positive)");
    }
  }

  /** Whether a group is there, to be exported, and can be. */
  boolean takes(LogGroup group, GroupState state) {
    return groups.test(group) && state.facts().isExportable() && state.missingSince() == null;
  }

  /** Of all groups, twice rechecked. */
  public static ExportPolicy defaults() {
    return new ExportPolicy(
        group -> true,
        Duration.ofHours(12),
        Duration.ofHours(1),
        List.of(Duration.ofHours(36), Duration.ofDays(15)),
        0.25,
        20_000_000_000L);
  }

  public ExportPolicy withGroups(Predicate<LogGroup> other) {
    return new ExportPolicy(other, settle, every, recheckAfter, backfillShare, windowBytes);
  }

  public ExportPolicy withSettle(Duration other) {
    return new ExportPolicy(groups, other, every, recheckAfter, backfillShare, windowBytes);
  }

  public ExportPolicy withEvery(Duration other) {
    return new ExportPolicy(groups, settle, other, recheckAfter, backfillShare, windowBytes);
  }

  public ExportPolicy withRecheckAfter(Duration... others) {
    return new ExportPolicy(groups, settle, every, List.of(others), backfillShare, windowBytes);
  }

  public ExportPolicy withBackfillShare(double other) {
    return new ExportPolicy(groups, settle, every, recheckAfter, other, windowBytes);
  }

  public ExportPolicy withWindowBytes(long other) {
    return new ExportPolicy(groups, settle, every, recheckAfter, backfillShare, other);
  }
}
