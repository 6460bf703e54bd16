package io.firn.testing;

import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket of small objects in memory, in no Region that is known. */
public final class MemoryZone implements LandingZone {
  private final NavigableMap<String, byte[]> objects = new TreeMap<>();

  /** What it holds, by keys; changes are its own. */
  public NavigableMap<String, byte[]> objects() {
    return objects;
  }

  @Override
  public List<LandedPart> list(String bucket, String prefix) {
    List<LandedPart> found = new ArrayList<>();
    objects
        .subMap(prefix, prefix + Character.MAX_VALUE)
        .forEach((key, content) -> found.add(new LandedPart(key, content.length, "e")));
    return found;
  }

  @Override
  public boolean create(String bucket, String key, byte[] content) {
    return objects.putIfAbsent(key, content) == null;
  }

  @Override
  public Optional<byte[]> read(String bucket, String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Optional<String> region(String bucket) {
    return Optional.empty();
  }
}
