package io.firn.config;

import io.firn.OnOverwrite;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to ingest, and how far bad input may go.
 *
 * @param batch caps of one batch
 * @param onOverwrite for objects whose key was ingested in another version
 * @param lease how long a batch stays the own of a run that is not heard of; 10s to 12h
 * @param maxBadObjects above this many refused objects a run commits nothing; null for no bound
 * @param maxInflated most bytes that an object may inflate to
 * @param maxRatio most inflated bytes for each stored one
 * @param maskKey of the keyed hash; null if no route masks with it
 */
public record IngestConfig(
    List<InputConfig> inputs,
    BatchCaps batch,
    OnOverwrite onOverwrite,
    Duration lease,
    @Nullable Integer maxBadObjects,
    ByteSize maxInflated,
    int maxRatio,
    @Nullable Secret maskKey) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
  private static final Duration LONGEST_LEASE = Duration.ofHours(12);

  public IngestConfig {
    inputs = List.copyOf(inputs);
    checkedLease(lease);
    if (maxBadObjects != null && maxBadObjects < 0) {
      throw new IllegalArgumentException(
          "Invalid max-bad-objects: " + maxBadObjects + " (must be >= 0)");
    }
    if (maxRatio < 1) {
      throw new IllegalArgumentException("Invalid max-ratio: " + maxRatio + " (must be >= 1)");
    }
  }

  static Duration checkedLease(Duration lease) {
    if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "Invalid lease: " + Durations.text(lease) + " (must be 10s to 12h)");
    }
    return lease;
  }
}
