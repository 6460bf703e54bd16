package io.firn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to ingest, and how far bad input may go.
 *
 * @param maxBadObjects above this many refused objects a run commits nothing; null for no bound
 * @param maxInflated most bytes that an object may inflate to
 * @param maxRatio most inflated bytes for each stored one
 * @param maskKey of the keyed hash; null if no route masks with it
 */
public record IngestConfig(
    List<InputConfig> inputs,
    @Nullable Integer maxBadObjects,
    ByteSize maxInflated,
    int maxRatio,
    @Nullable MaskKey maskKey) {
  public IngestConfig {
    inputs = List.copyOf(inputs);
    if (maxBadObjects != null && maxBadObjects < 0) {
      throw new IllegalArgumentException(
          "Invalid max-bad-objects: " + maxBadObjects + " (must be >= 0)");
    }
    if (maxRatio < 1) {
      throw new IllegalArgumentException("Invalid max-ratio: " + maxRatio + " (must be >= 1)");
    }
  }
}
