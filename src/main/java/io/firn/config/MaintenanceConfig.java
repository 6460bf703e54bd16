package io.firn.config;

import java.time.Duration;

/**
 * How tables are kept in order, and how often.
 *
 * @param every after so long {@code firn run} does it again
 * @param quietFor a partition that got no file for so long is closed
 * @param targetFileSize of data files
 * @param budget of one run
 * @param keepSnapshots how long each state of a table can be gone back to
 * @param orphans what becomes of files that no snapshot has
 */
public record MaintenanceConfig(
    Duration every,
    Duration quietFor,
    ByteSize targetFileSize,
    Budget budget,
    Duration keepSnapshots,
    Orphans orphans) {
  private static final Duration SHORTEST_HISTORY = Duration.ofHours(1);
  private static final ByteSize SMALLEST_TARGET = new ByteSize(1 << 20);

  public MaintenanceConfig {
    checkedHistory(keepSnapshots);
    checkedTarget(targetFileSize);
  }

  /**
   * What one run rewrites at most; the rest waits for the next one.
   *
   * @param bytes of the files that are read
   * @param time after which nothing new is begun
   */
  public record Budget(ByteSize bytes, Duration time) {}

  /**
   * Files that no snapshot has.
   *
   * @param mode what becomes of them
   * @param after how old they are at the least
   */
  public record Orphans(OrphanMode mode, Duration after) {
    private static final Duration YOUNGEST = Duration.ofDays(1);

    public Orphans {
      checkedAge(after);
    }

    static Duration checkedAge(Duration after) {
      if (after.compareTo(YOUNGEST) < 0) {
        throw new IllegalArgumentException(
            "Invalid orphans-after: "
                + Durations.text(after)
                + " (must be 1d or more: runs at work have files that no table has yet)");
      }
      return after;
    }
  }

  static Duration checkedHistory(Duration keep) {
    if (keep.compareTo(SHORTEST_HISTORY) < 0) {
      throw new IllegalArgumentException(
          "Invalid keep-snapshots: "
              + Durations.text(keep)
              + " (must be 1h or more: queries read the state that they began with)");
    }
    return keep;
  }

  static ByteSize checkedTarget(ByteSize target) {
    if (target.bytes() < SMALLEST_TARGET.bytes()) {
      throw new IllegalArgumentException(
          "Invalid target-file-size: " + target + " (must be " + SMALLEST_TARGET + " or more)");
    }
    return target;
  }
}
