package io.firn.ingest;

import io.firn.decode.InflateBounds;

/**
 * What a run takes before it gives up.
 *
 * @param maxBadObjects with more objects than these to quarantine, nothing is committed
 */
public record IngestLimits(InflateBounds inflate, int maxBadObjects) {
  public static final IngestLimits DEFAULT =
      new IngestLimits(InflateBounds.DEFAULT, Integer.MAX_VALUE);

  public IngestLimits {
    if (maxBadObjects < 0) {
      throw new IllegalArgumentException(
          "Invalid max-bad-objects: " + maxBadObjects + " (must be 0 or more)");
    }
  }
}
