package io.firn.maintain;

import java.time.Duration;
import java.util.Locale;

/**
 * A step that was done.
 *
 * @param subject what it was done to: a table, a day of it, a landing zone
 * @param what was done, for people
 * @param before files that it was about
 * @param after files that are there instead
 */
public record StepReport(
    Kind kind, String subject, String what, Size before, Size after, Duration took) {
  /** The kinds of steps, in the order of a run. */
  public enum Kind {
    /** Properties and sort order of a table. */
    LAYOUT,
    /** Days that are not kept any more. */
    RETENTION,
    /** Files written anew. */
    COMPACTION,
    /** Manifests written anew. */
    MANIFESTS,
    /** History that nobody goes back to. */
    SNAPSHOTS,
    /** Files that no snapshot has. */
    ORPHANS,
    /** Windows of a landing zone that were taken in long ago. */
    LANDING;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return subject + ": " + what;
  }
}
