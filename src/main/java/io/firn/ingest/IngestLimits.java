package io.firn.ingest;

import io.firn.decode.InflateBounds;

/**
 * How far a run goes.
 *
 * @param maxBadObjects with more objects than these to quarantine, it gives up
 * @param batchObjects most objects of one batch
 * @param batchBytes most bytes of one batch's objects as stored; a larger object is one by itself
 */
public record IngestLimits(
    InflateBounds inflate, int maxBadObjects, int batchObjects, long batchBytes) {
  public static final IngestLimits DEFAULT =
      new IngestLimits(InflateBounds.DEFAULT, Integer.MAX_VALUE, 10_000, 50_000_000_000L);

  public IngestLimits {
    if (maxBadObjects < 0) {
      throw new IllegalArgumentException(
          "Invalid max-bad-objects: " + maxBadObjects + " (must be 0 or more)");
    }
    if (batchObjects < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid batch: " + batchObjects + " objects, " + batchBytes + " bytes (must be >= 1)");
    }
  }

  public IngestLimits withMaxBadObjects(int most) {
    return new IngestLimits(inflate, most, batchObjects, batchBytes);
  }

  public IngestLimits withBatches(int objects, long bytes) {
    return new IngestLimits(inflate, maxBadObjects, objects, bytes);
  }
}
