package io.firn.export;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far groups lag behind, hour by hour. */
final class Lags {
  private static final Duration BETWEEN_SAMPLES = Duration.ofHours(1);

  private final List<Long> samples = new ArrayList<>();
  private final List<String> curve = new ArrayList<>();
  private Instant nextSample = Instant.MIN;
  private Instant nextPoint = Instant.MIN;
  private long lastMost;

  /** Takes each group's lag now, if an hour has passed. */
  void sample(ExportWorld world) {
    Instant now = world.clock.instant();
    if (now.isBefore(nextSample)) {
      return;
    }
    nextSample = now.plus(BETWEEN_SAMPLES);
    List<Long> lags = new ArrayList<>();
    for (GroupState group : world.index().groups().values()) {
      // Of the time before a group was made there is next to nothing.
      Instant created = Instant.ofEpochMilli(group.facts().generation());
      Instant done = group.progress().watermark();
      Instant from = done.isBefore(created) ? created : done;
      lags.add(Duration.between(from, now).toMinutes());
    }
    lags.sort(null);
    samples.addAll(lags);
    if (!now.isBefore(nextPoint) && !lags.isEmpty()) {
      nextPoint = now.plus(Duration.ofDays(1));
      lastMost = at(lags, 100);
      curve.add("%s %s".formatted(hours(at(lags, 50)), hours(at(lags, 100))));
    }
  }

  Duration median() {
    return Duration.ofMinutes(at(sorted(), 50));
  }

  /** The longest lag of the last day's first sample. */
  Duration mostOfLastDay() {
    return Duration.ofMinutes(lastMost);
  }

  private List<Long> sorted() {
    return samples.stream().sorted().toList();
  }

  private static long at(List<Long> sorted, int percent) {
    return sorted.get((int) ((sorted.size() - 1L) * percent / 100));
  }

  private static String hours(long minutes) {
    return String.format(Locale.ROOT, "%.1f", minutes / 60.0);
  }

  @Override
  public String toString() {
    List<Long> sorted = sorted();
    StringBuilder text = new StringBuilder("lag in hours:");
    for (int percent : new int[] {10, 50, 90, 99, 100}) {
      text.append(" p%d %s".formatted(percent, hours(at(sorted, percent))));
    }
    return text.append("\nmedian and most, day by day: ")
        .append(String.join(" | ", curve))
        .toString();
  }
}
