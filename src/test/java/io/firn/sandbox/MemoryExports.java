package io.firn.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Buckets in memory that keep exported events as they are: nothing is written out or zipped. */
public final class MemoryExports implements ExportSink {
  /**
   * An object as a listing has it.
   *
   * @param size of its text
   */
  public record Listed(String key, long size, String etag) {}

  private record Stored(List<StoredEvent> events, String body) {
    Listed listed(String key) {
      long size = body.getBytes(UTF_8).length;
      for (StoredEvent event : events) {
        size += ExportText.size(event);
      }
      return new Listed(key, size, String.format(Locale.ROOT, "%032x", hashCode()));
    }
  }

  private final Map<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();

  public void createBucket(String bucket) {
    buckets.putIfAbsent(bucket, new TreeMap<>());
  }

  @Override
  public boolean hasBucket(String bucket) {
    return buckets.containsKey(bucket);
  }

  @Override
  public void write(ObjectName object, String body) {
    put(object, new Stored(List.of(), body));
  }

  @Override
  public void write(ExportPart part) {
    put(part.object(), new Stored(part.events(), ""));
  }

  private synchronized void put(ObjectName object, Stored stored) {
    objects(object.bucket()).put(object.key(), stored);
  }

  private NavigableMap<String, Stored> objects(String bucket) {
    NavigableMap<String, Stored> objects = buckets.get(bucket);
    if (objects == null) {
      throw new IllegalArgumentException("Invalid bucket: " + bucket + " (must be created first)");
    }
    return objects;
  }

  /** The objects whose keys start so, in the order of their keys. */
  public synchronized List<Listed> list(String bucket, String prefix) {
    List<Listed> found = new ArrayList<>();
    below(bucket, prefix).forEach((key, stored) -> found.add(stored.listed(key)));
    return found;
  }

  /** What was written as it is; empty if there is no such object. */
  public synchronized Optional<String> text(ObjectName object) {
    return Optional.ofNullable(objects(object.bucket()).get(object.key())).map(Stored::body);
  }

  /** All events of the objects whose keys start so, in no order. */
  public synchronized List<StoredEvent> events(String bucket, String prefix) {
    return below(bucket, prefix).values().stream()
        .flatMap(stored -> stored.events().stream())
        .toList();
  }

  private NavigableMap<String, Stored> below(String bucket, String prefix) {
    return objects(bucket).subMap(prefix, true, prefix + Character.MAX_VALUE, false);
  }
}
