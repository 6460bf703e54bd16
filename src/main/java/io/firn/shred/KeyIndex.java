package io.firn.shred;

import java.util.Arrays;

/** Keys as bytes, numbered from 0 in the order of {@link #add}; looked up without a String. */
final class KeyIndex {
  static final int ABSENT = -1;

  private byte[][] keys = new byte[8][];
  private int size;
  private int[] table = new int[32];

  /**
   * The number of the key {@code bytes[from, to)}, or {@link #ABSENT}. Loggers keep the order of
   * keys, so {@code expected}, the number after that of the key before, is tried first.
   */
  int find(byte[] bytes, int from, int to, int expected) {
    if (expected < size && equal(keys[expected], bytes, from, to)) {
      return expected;
    }
    int mask = table.length - 1;
    for (int slot = hash(bytes, from, to) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
      int found = table[slot] - 1;
      if (equal(keys[found], bytes, from, to)) {
        return found;
      }
    }
    return ABSENT;
  }

  /** Adds a key that is not there yet; returns its number. */
  int add(byte[] key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    if (size * 2 >= table.length) {
      rehash();
    }
    keys[size] = key;
    insert(size);
    return size++;
  }

  int size() {
    return size;
  }

  private void rehash() {
    table = new int[table.length * 4];
    for (int i = 0; i < size; i++) {
      insert(i);
    }
  }

  private void insert(int number) {
    byte[] key = keys[number];
    int mask = table.length - 1;
    int slot = hash(key, 0, key.length) & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = number + 1;
  }

  private static boolean equal(byte[] key, byte[] bytes, int from, int to) {
    return key.length == to - from && Arrays.equals(key, 0, key.length, bytes, from, to);
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }
}
