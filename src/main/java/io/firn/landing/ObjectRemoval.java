package io.firn.landing;

import java.util.List;

/** Deletes what landed in a bucket. */
public interface ObjectRemoval {
  /**
   * Deletes objects; harmless where one is gone.
   *
   * @throws java.io.UncheckedIOException if one cannot be deleted; others may be
   */
  void delete(String bucket, List<String> keys);
}
