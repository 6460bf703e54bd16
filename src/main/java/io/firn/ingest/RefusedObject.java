package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.util.Locale;

/** An object of which nothing is ingested, and why. */
public record RefusedObject(ObjectIdentity object, TableName table, Kind kind, String reason) {
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
    /** It is the marker of a window whose time is in the table, or on its way, by another one. */
    OVERLAPPING;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
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
