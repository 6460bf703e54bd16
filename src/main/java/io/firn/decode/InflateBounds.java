package io.firn.decode;

import java.io.Serializable;

/**
 * How far an object may inflate before it is taken for a bomb.
 *
 * @param maxInflated in bytes
 * @param maxRatio inflated bytes for each stored one; small objects may exceed it
 */
public record InflateBounds(long maxInflated, int maxRatio) implements Serializable {
  public static final InflateBounds DEFAULT = new InflateBounds(100_000_000_000L, 500);

  /** So much may come of any object, however small it is. */
  static final long FREE_BYTES = 64L << 20;

  public InflateBounds {
    if (maxInflated < 1) {
      throw new IllegalArgumentException(
          "Invalid maximum of inflated bytes: " + maxInflated + " (must be >= 1)");
    }
    if (maxRatio < 1) {
      throw new IllegalArgumentException(
          "Invalid maximum inflation ratio: " + maxRatio + " (must be >= 1)");
    }
  }

  /**
   * Checks what one layer has given so far.
   *
   * @param stored bytes of the outermost layer consumed so far
   * @throws DamagedObjectException if it is more than is allowed
   */
  void check(long stored, long inflated) throws DamagedObjectException {
    if (inflated > maxInflated) {
      throw exceeded("more than " + maxInflated + " bytes", "max-inflated", stored, inflated);
    }
    if (inflated > FREE_BYTES && inflated / maxRatio > stored) {
      throw exceeded("more than " + maxRatio + " times its size", "max-ratio", stored, inflated);
    }
  }

  private static DamagedObjectException exceeded(
      String what, String setting, long stored, long inflated) {
    return new DamagedObjectException(
        "gzip inflates to "
            + what
            + " (zip bomb?), at compressed byte "
            + stored
            + ", inflated byte "
            + inflated
            + "; raise ingest."
            + setting
            + " if it is genuine");
  }
}
