package io.firn.policy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which values of a JSON message are dropped or masked. */
public final class Redaction implements Serializable {
  public static final Redaction NONE = new Redaction(List.of(), Map.of(), null);

  private static final long serialVersionUID = 1L;

  private final List<KeyPath> drop;
  private final Map<KeyPath, Mask> mask;
  private final byte @Nullable [] key;

  private Redaction(List<KeyPath> drop, Map<KeyPath, Mask> mask, byte @Nullable [] key) {
    this.drop = List.copyOf(drop);
    this.mask = Map.copyOf(mask);
    this.key = key == null ? null : key.clone();
  }

  /**
   * What to drop and what to mask.
   *
   * @param key of the keyed hash; needed if any mask is {@link Mask#HASH}
   * @throws IllegalArgumentException if it is needed and null
   */
  public static Redaction of(List<KeyPath> drop, Map<KeyPath, Mask> mask, byte @Nullable [] key) {
    if (key == null && mask.containsValue(Mask.HASH)) {
      throw new IllegalArgumentException("Invalid mask: hash (must have a key)");
    }
    return new Redaction(drop, mask, key);
  }

  public boolean isNone() {
    return drop.isEmpty() && mask.isEmpty();
  }

  public List<KeyPath> drop() {
    return drop;
  }

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
