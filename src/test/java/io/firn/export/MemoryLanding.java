package io.firn.export;

import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import io.firn.sandbox.MemoryExports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Buckets of exports in memory, with small objects of the driver's beside them. */
final class MemoryLanding implements LandingZone {
  private final MemoryExports exports;
  private final NavigableMap<String, byte[]> small = new TreeMap<>();
  private final Map<String, String> regions = new HashMap<>();

  MemoryLanding(MemoryExports exports) {
    this.exports = exports;
  }

  void locate(String bucket, String region) {
    regions.put(bucket, region);
  }

  /** As a lifecycle rule does. */
  synchronized void deleteSmall(List<String> keys) {
    keys.forEach(small::remove);
  }

  @Override
  public synchronized List<LandedPart> list(String bucket, String prefix) {
    List<LandedPart> found = new ArrayList<>();
    exports
        .list(bucket, prefix)
        .forEach(item -> found.add(new LandedPart(item.key(), item.size(), item.etag())));
    small
        .subMap(prefix, true, prefix + Character.MAX_VALUE, false)
        .forEach((key, content) -> found.add(new LandedPart(key, content.length, "small")));
    found.sort(Comparator.comparing(LandedPart::key));
    return found;
  }

  /** There is nothing in a bucket that is not there. */
  @Override
  public synchronized boolean holds(String bucket, String prefix) {
    return regions.containsKey(bucket) && !list(bucket, prefix).isEmpty();
  }

  @Override
  public synchronized boolean create(String bucket, String key, byte[] content) {
    return small.putIfAbsent(key, content) == null;
  }

  @Override
  public synchronized Optional<byte[]> read(String bucket, String key) {
    return Optional.ofNullable(small.get(key));
  }

  @Override
  public synchronized Optional<String> region(String bucket) {
    return Optional.ofNullable(regions.get(bucket));
  }
}
