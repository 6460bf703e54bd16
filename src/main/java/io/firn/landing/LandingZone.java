package io.firn.landing;

import java.util.List;
import java.util.Optional;

/**
 * The buckets that exports land in. What goes wrong with them is an {@link
 * java.io.UncheckedIOException}, which leaves open whether a write happened.
 */
public interface LandingZone {
  /** The objects whose keys start so, in the order of their keys. */
  List<LandedPart> list(String bucket, String prefix);

  /** Whether there is an object whose key starts so. */
  default boolean holds(String bucket, String prefix) {
    return !list(bucket, prefix).isEmpty();
  }

  /**
   * Writes a small object that is not there yet.
   *
   * @return false if one of that key is there
   */
  boolean create(String bucket, String key, byte[] content);

  /** The content of a small object; empty if there is none. */
  Optional<byte[]> read(String bucket, String key);

  /** Where the bucket lies; empty if that cannot be found out. */
  Optional<String> region(String bucket);
}
