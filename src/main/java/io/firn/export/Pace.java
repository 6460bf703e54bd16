package io.firn.export;

import java.time.Duration;

/**
 * How fast the slot is, as measured.
 *
 * @param taskTime what a task takes
 * @param bytesPerSecond of large tasks; 0 if none was seen
 */
public record Pace(Duration taskTime, double bytesPerSecond) {
  /** Until it is measured. */
  static final Pace ASSUMED = new Pace(Duration.ofMinutes(5), 0);

  /** What a newer task counts against all older ones. */
  private static final double WEIGHT = 0.1;

  /** A smaller window says little about bytes a second. */
  private static final long LARGE = 1_000_000_000L;

  static final Duration LONGEST_TASK = Duration.ofHours(2);

  /** With a further task. */
  Pace with(Duration time, long bytes) {
    double seconds = Math.max(1, time.toMillis() / 1000.0);
    double mean = taskTime.toMillis() / 1000.0;
    Duration newTime = Duration.ofMillis((long) (1000 * (mean + WEIGHT * (seconds - mean))));
    if (bytes < LARGE) {
      return new Pace(newTime, bytesPerSecond);
    }
    double rate = bytes / seconds;
    return new Pace(
        newTime, bytesPerSecond == 0 ? rate : bytesPerSecond + WEIGHT * (rate - bytesPerSecond));
  }

  /** The most that a window is to hold. */
  double windowBytes(long most) {
    return bytesPerSecond == 0
        ? (double) most
        : Math.min((double) most, bytesPerSecond * LONGEST_TASK.toSeconds());
  }
}
