package io.firn.dedupe;

import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Some events of some objects, by their numbers there. */
public final class EventPositions implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, BitSet> byObject = new HashMap<>();

  void add(String object, long position) {
    byObject.computeIfAbsent(object, uri -> new BitSet()).set(Math.toIntExact(position));
  }

  /** Adds those of another one. */
  public void addAll(EventPositions other) {
    other.byObject.forEach(
        (object, positions) -> byObject.computeIfAbsent(object, uri -> new BitSet()).or(positions));
  }

  public boolean isEmpty() {
    return byObject.isEmpty();
  }

  /** Whether events of the object are among them. */
  public boolean concern(String object) {
    return byObject.containsKey(object);
  }

  /** The numbers of the object's events that are among them; a copy. */
  public BitSet of(String object) {
    return (BitSet) byObject.getOrDefault(object, new BitSet()).clone();
  }

  boolean contain(String object, long position) {
    BitSet positions = byObject.get(object);
    return positions != null && positions.get(Math.toIntExact(position));
  }
}
