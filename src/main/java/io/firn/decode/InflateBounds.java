package io.firn.decode;

import java.io.Serializable;

/**
 * How far an object may inflate before it counts as damaged.
 *
 * @param maxInflated in bytes
 * @param maxRatio inflated bytes for each stored one, all gzip layers together; looked at once 64
 *     MiB were inflated
 */
public record InflateBounds(long maxInflated, int maxRatio) implements Serializable {
  public static final InflateBounds DEFAULT = new InflateBounds(100_000_000_000L, 500);

  /** So much may come out of a few bytes. */
  static final long FREE_BYTES = 64L << 20;

  public InflateBounds {
    if (maxInflated < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "Invalid inflate bounds: "
              + maxInflated
              + " bytes, ratio "
              + maxRatio
              + " (must be 1 or more)");
    }
  }
}
