package io.firn.ingest;

import org.jspecify.annotations.Nullable;

/**
 * How the reading of an object ended.
 *
 * @param lastPosition number of the last event that was read whole
 * @param bytes inflated bytes
 * @param refusal why nothing of it may be ingested, or null
 * @param salvaged of an object that is taken in up to its damage: what is wrong with it
 */
record ObjectReading(
    long lastPosition, long bytes, @Nullable Refusal refusal, @Nullable String salvaged) {

  ObjectReport report(PlannedObject object, EventCounts counts) {
    return new ObjectReport(object, counts, lastPosition, bytes, refusal, salvaged);
  }

  MixedReport report(MixedObject object, long badRecords) {
    return new MixedReport(object, badRecords, lastPosition, bytes, refusal, salvaged);
  }
}
