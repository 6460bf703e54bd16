package io.firn.policy;

import io.firn.parse.JsonTape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where paths go on from one key, and what is done with its values. */
final class KeyTrie {
  private FoldedKey[] keys = {};
  private KeyTrie[] children = {};

  /** A bit for each length of a key: most keys of messages are told apart by it alone. */
  private long lengths;

  private boolean dropped;
  private boolean unwrapped;
  private @Nullable Mask mask;

  private KeyTrie() {}

  /** Values that are taken out end their paths. */
  static KeyTrie of(Redaction redaction) {
    KeyTrie root = new KeyTrie();
    for (KeyPath path : redaction.drop()) {
      root.at(path.keys()).dropped = true;
    }
    for (Map.Entry<KeyPath, Mask> masked : redaction.mask().entrySet()) {
      root.at(masked.getKey().keys()).mask = masked.getValue();
    }
    return root;
  }

  /** As {@link #of(Redaction)}; knows which strings on its paths should have been unwrapped. */
  static KeyTrie of(Redaction redaction, List<KeyPath> unwrapped) {
    KeyTrie root = of(redaction);
    for (KeyPath path : unwrapped) {
      KeyTrie node = root;
      for (FoldedKey key : path.folded()) {
        node = node == null ? null : node.child(key);
      }
      if (node != null) {
        node.unwrapped = true;
      }
    }
    return root;
  }

  private @Nullable KeyTrie child(FoldedKey key) {
    int found = Arrays.asList(keys).indexOf(key);
    return found < 0 ? null : children[found];
  }

  /** Values that are unwrapped, on the way to others or at the end. */
  static KeyTrie ofUnwrapped(List<KeyPath> paths) {
    KeyTrie root = new KeyTrie();
    for (KeyPath path : paths) {
      root.at(path.keys()).unwrapped = true;
    }
    return root;
  }

  /** True if no path goes on from here. */
  boolean isLeaf() {
    return keys.length == 0;
  }

  boolean isDropped() {
    return dropped;
  }

  boolean isUnwrapped() {
    return unwrapped;
  }

  /** Of the value, if it is not dropped; null for none. */
  @Nullable Mask mask() {
    return mask;
  }

  /** Where the key at {@code token} leads; null if no path has it. */
  @Nullable KeyTrie child(JsonTape tape, int token) {
    if (tape.isPlain(token)) {
      return child(tape.bytes(), tape.start(token) + 1, tape.end(token) - 1);
    }
    byte[] key = tape.decode(token);
    return child(key, 0, key.length);
  }

  private @Nullable KeyTrie child(byte[] bytes, int from, int to) {
    if ((lengths & bit(to - from)) != 0) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i].matches(bytes, from, to)) {
          return children[i];
        }
      }
    }
    return null;
  }

  private static long bit(int length) {
    return 1L << Math.min(length, Long.SIZE - 1);
  }

  private KeyTrie at(List<String> path) {
    KeyTrie node = this;
    for (String key : path) {
      node = node.grow(new FoldedKey(key));
    }
    return node;
  }

  private KeyTrie grow(FoldedKey key) {
    int found = Arrays.asList(keys).indexOf(key);
    if (found >= 0) {
      return children[found];
    }
    int size = keys.length;
    keys = Arrays.copyOf(keys, size + 1);
    children = Arrays.copyOf(children, size + 1);
    keys[size] = key;
    children[size] = new KeyTrie();
    lengths |= bit(key.length());
    return children[size];
  }
}
