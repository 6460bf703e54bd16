package io.firn;

import java.io.Serializable;
import java.time.Instant;

/**
 * A span of a log group's time that one export task covers.
 *
 * @param generation the group's creation time, in milliseconds since 1970: tells a group from
 *     another one made later under its name
 * @param from its first millisecond
 * @param to its last millisecond
 * @param purpose why it is exported
 */
public record ExportWindow(long generation, Instant from, Instant to, Purpose purpose)
    implements Serializable {
  /** Why a window is exported. */
  public enum Purpose {
    /** For its events. */
    EXPORT,
    /** For events that came late to a window that was exported before. */
    RECHECK
  }

  public ExportWindow {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "Invalid export window: " + from + " to " + to + " (must not end before it begins)");
    }
  }

  /** Whether the two share a millisecond of one generation of their group. */
  public boolean overlaps(ExportWindow other) {
    return generation == other.generation && !from.isAfter(other.to) && !other.from.isAfter(to);
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
