package io.firn.policy;

import java.io.Serializable;
import java.util.List;

/** Keys that lead from the root of a JSON message to a value; arrays on the way are passed by. */
public record KeyPath(List<String> keys) implements Serializable {
  public KeyPath {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Invalid key path: '' (must have a key)");
    }
  }

  /** Reads {@code user.email}; a dot that belongs to a key is written {@code \.}. */
  public static KeyPath parse(String text) {
    return new KeyPath(List.of(text.split("\\.", -1)));
  }
}
