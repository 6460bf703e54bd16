package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import java.io.Serializable;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * An object that a task reads, or its share that comes from one log group.
 *
 * @param source where the events come from
 * @param marker the URI of the marker of the export window that it is a part of; null of an object
 *     by itself
 * @param recheck what tells which of its events are late; null if all are wanted
 * @param share of a mixed object, where events come from that do not say it, and only the source's
 *     are wanted; null of one that is of one log group
 * @param duplicates the numbers of events that the table is not to have; null if none is known
 */
record PlannedObject(
    InputObject object,
    ObjectFormat format,
    LogSource source,
    @Nullable String marker,
    @Nullable StreamRecheck recheck,
    @Nullable SourceDefaults share,
    @Nullable BitSet duplicates)
    implements Serializable {
  /** A part of an export window. */
  static PlannedObject part(
      InputObject object, LogSource source, String marker, @Nullable StreamRecheck recheck) {
    return new PlannedObject(object, ObjectFormat.EXPORT, source, marker, recheck, null, null);
  }

  /** An object by itself, or the share of one. */
  static PlannedObject whole(
      InputObject object, ObjectFormat format, LogSource source, @Nullable SourceDefaults share) {
    return new PlannedObject(object, format, source, null, null, share, null);
  }

  /** The object, with these of its events left out, or none if that is null. */
  PlannedObject without(@Nullable BitSet positions) {
    return new PlannedObject(object, format, source, marker, recheck, share, positions);
  }

  boolean leavesOut(long position) {
    return duplicates != null && duplicates.get(Math.toIntExact(position));
  }

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

  boolean isShare() {
    return share != null;
  }
}
