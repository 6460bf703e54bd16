package io.firn.export;

import java.time.Duration;
import java.time.Instant;

/** How much time a window spans. */
final class WindowSizes {
  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** Above it, a quiet group's window is a day at least. */
  private static final Duration MANY = Duration.ofHours(12);

  /** A window is exported so often at least in the time between settling and expiry. */
  private static final int WINDOWS_IN_TIME = 3;

  private WindowSizes() {}

  /** The most that a window of the group spans. */
  static Duration most(GroupState group, ExportPolicy policy, Pace pace) {
    Duration most = group.bound().orElse(ExportPolicy.LONGEST_WINDOW);
    double bytesPerDay = group.facts().bytesPerDay();
    double days = ExportPolicy.LONGEST_WINDOW.toDays();
    if (bytesPerDay * days > pace.windowBytes(policy.windowBytes())) {
      double millis = DAY_MILLIS * pace.windowBytes(policy.windowBytes()) / bytesPerDay;
      most = shorter(most, Duration.ofMillis((long) millis));
    }
    return most.compareTo(ExportPolicy.SHORTEST_WINDOW) < 0 ? ExportPolicy.SHORTEST_WINDOW : most;
  }

  /**
   * What a new window of the group spans before it is due.
   *
   * @param every what suits most groups
   */
  static Duration least(GroupState group, ExportPolicy policy, Pace pace, Duration every) {
    Duration least = every;
    if (every.compareTo(MANY) > 0 && every.compareTo(Duration.ofDays(1)) < 0) {
      least = Duration.ofDays(1);
    }
    least = shorter(least, most(group, policy, pace));
    if (group.facts().keeps().isPresent()) {
      Duration time = group.facts().keeps().get().minus(policy.settle());
      least = shorter(least, time.dividedBy(WINDOWS_IN_TIME));
    }
    return least.compareTo(ExportPolicy.SHORTEST_WINDOW) < 0 ? ExportPolicy.SHORTEST_WINDOW : least;
  }

  /** The end of a window, its last millisecond, however little is there. */
  static Instant end(Instant from, Instant last, GroupState group, Duration most) {
    // Next to nothing is older than the group, and no window may end before it was made.
    Instant created = group.facts().created();
    Instant start = from.isBefore(created) ? created : from;
    Instant end = start.plus(most).minusMillis(1);
    return end.isBefore(last) ? end : last;
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
