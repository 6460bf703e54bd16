package io.firn.policy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values of a JSON message are dropped or masked; of two paths the outer wins, then drop. */
public final class Redaction implements Serializable {
  public static final Redaction NONE = new Redaction(List.of(), Map.of(), null);

  private static final long serialVersionUID = 1L;

  private final List<KeyPath> drop;
  private final Map<KeyPath, Mask> mask;
  private final byte @Nullable [] key;

  private Redaction(List<KeyPath> drop, Map<KeyPath, Mask> mask, byte @Nullable [] key) {
    this.drop = List.copyOf(drop);
    this.mask = Collections.unmodifiableMap(new LinkedHashMap<>(mask));
    this.key = key == null ? null : key.clone();
  }

  /**
   * What to drop and what to mask.
   *
   * @param key of the keyed hash; needed if any mask is {@link Mask#HASH}
   * @throws IllegalArgumentException if it is needed and null or empty, or if two masked paths
   *     differ only in case and so name the same values
   */
  public static Redaction of(List<KeyPath> drop, Map<KeyPath, Mask> mask, byte @Nullable [] key) {
    if ((key == null || key.length == 0) && mask.containsValue(Mask.HASH)) {
      throw new IllegalArgumentException("Invalid mask: hash (must have a key)");
    }
    Set<List<FoldedKey>> paths = new HashSet<>();
    for (KeyPath path : mask.keySet()) {
      if (!paths.add(path.folded())) {
        throw new IllegalArgumentException(
            "Invalid mask: " + path + " (must not be another masked path in other case)");
      }
    }
    return new Redaction(drop, mask, key);
  }

  public boolean isNone() {
    return drop.isEmpty() && mask.isEmpty();
  }

  public List<KeyPath> drop() {
    return drop;
  }

  /** In the order in which they were given. */
  public Map<KeyPath, Mask> mask() {
    return mask;
  }

  byte[] key() {
    return key == null ? new byte[0] : key.clone();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "drop " + drop + ", mask " + mask;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Redaction that
        && drop.equals(that.drop)
        && mask.equals(that.mask)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return drop.hashCode() * 31 + mask.hashCode();
  }
}
