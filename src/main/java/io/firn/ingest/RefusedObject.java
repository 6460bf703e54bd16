package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.LogSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An object of which nothing is ingested, and why. */
public record RefusedObject(ObjectIdentity object, TableName table, Kind kind, String reason) {
  private static final int MOST_GROUPS_TOLD = 5;

  /** What becomes of the object. */
  public enum Kind {
    /** It is damaged, or none of its lines is an export line: it waits in quarantine. */
    QUARANTINED,
    /** Storage does not give it: the next run tries again. */
    UNREADABLE,
    /** It was overwritten or removed while the run read it: the next run looks again. */
    CHANGED,
    /** Another version of it is in the table. */
    OVERWRITTEN,
    /** It holds events of log groups that it names itself: it is read once more, as a mixed one. */
    MIXED,
    /** It has events of a log group that no route takes: they wait for one. */
    UNROUTED,
    /** It is the marker of a window whose time is in the table, or on its way, by another one. */
    OVERLAPPING;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A mixed object with events that no table takes now.
   *
   * @param waiting whose they are, and why
   */
  static RefusedObject unrouted(Listed mixed, Map<LogSource, String> waiting) {
    String reason =
        waiting.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().group().name()))
            .limit(MOST_GROUPS_TOLD)
            .map(entry -> "events of " + entry.getKey().group() + " wait: " + entry.getValue())
            .collect(Collectors.joining("; "));
    int more = waiting.size() - MOST_GROUPS_TOLD;
    return new RefusedObject(
        mixed.identity(),
        mixed.input().table(),
        Kind.UNROUTED,
        more > 0 ? reason + "; and of " + more + " more log groups" : reason);
  }

  /**
   * A window whose time is taken.
   *
   * @param by what has it
   */
  static RefusedObject overlapping(Listed window, String by) {
    String reason =
        "its window of "
            + window.source().group()
            + ", "
            + window.window()
            + ", shares time with "
            + by
            + "; its events may be in both: look at the two markers, and remove one";
    return new RefusedObject(window.identity(), window.input().table(), Kind.OVERLAPPING, reason);
  }
}
