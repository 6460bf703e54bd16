package io.firn.maintain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one run rewrites at most. The first rewrite is made however large it is, for otherwise it
 * would never be.
 *
 * @param bytes of the files that are read
 * @param time after which nothing new is begun
 */
public record Budget(long bytes, Duration time) {
  /** Which rewrites are made, in their order, and which wait for the next run. */
  record Share(List<Rewrite> made, List<Rewrite> postponed) {}

  /** Those that have waited longest first. */
  Share share(List<Rewrite> rewrites) {
    List<Rewrite> made = new ArrayList<>();
    List<Rewrite> postponed = new ArrayList<>();
    long sum = 0;
    for (Rewrite rewrite : rewrites.stream().sorted(OLDEST_FIRST).toList()) {
      long with = sum + rewrite.before().bytes();
      if (made.isEmpty() || with <= bytes) {
        made.add(rewrite);
        sum = with;
      } else {
        postponed.add(rewrite);
      }
    }
    return new Share(List.copyOf(made), List.copyOf(postponed));
  }

  private static final Comparator<Rewrite> OLDEST_FIRST =
      Comparator.comparing((Rewrite rewrite) -> since(rewrite))
          .thenComparing(rewrite -> rewrite.slice().name())
          .thenComparing(rewrite -> rewrite.table().toString());

  private static Instant since(Rewrite rewrite) {
    return rewrite.since() == null ? Instant.MIN : rewrite.since();
  }
}
