package io.firn.ingest;

import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An object that a task reads, and where its events come from.
 *
 * @param marker the URI of the marker of the export window that it is a part of; null of an object
 *     by itself
 * @param recheck what tells which of its events are late; null if all are wanted
 */
record PlannedObject(
    InputObject object, LogSource source, @Nullable String marker, @Nullable StreamRecheck recheck)
    implements Serializable {
  long bytes() {
    return object.identity().size();
  }

  String uri() {
    return object.identity().uri();
  }

  /** Whether the other one is rechecked by the same comparison: one task does both. */
  boolean isOfStream(PlannedObject other) {
    return recheck != null && recheck.equals(other.recheck);
  }

  boolean isPart() {
    return marker != null;
  }
}
