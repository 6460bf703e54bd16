package io.firn.dedupe;

import java.util.Arrays;

/** Keys by 128 bits of their hash, numbered from 0 as they came. */
final class HashedKeys {
  static final int NONE = -1;

  private static final int FIRST_SLOTS = 1 << 10;
  private static final double LOAD = 0.6;

  /** Numbers of keys, plus one; 0 is a free slot. */
  private int[] slots = new int[FIRST_SLOTS];

  private long[] first = new long[FIRST_SLOTS];
  private long[] second = new long[FIRST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  /** The number of the key, which is the size before if it is new. */
  int add(long high, long low) {
    int slot = slot(high, low);
    if (slots[slot] > 0) {
      return slots[slot] - 1;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, 2 * size);
      second = Arrays.copyOf(second, 2 * size);
    }
    first[size] = high;
    second[size] = low;
    slots[slot] = ++size;
    if (size > LOAD * slots.length) {
      grow();
    }
    return size - 1;
  }

  /** The number of the key; {@link #NONE} if it was not added. */
  int find(long high, long low) {
    return slots[slot(high, low)] - 1;
  }

  private int slot(long high, long low) {
    int mask = slots.length - 1;
    int slot = (int) (high ^ low) & mask;
    while (slots[slot] > 0 && !holds(slots[slot] - 1, high, low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean holds(int number, long high, long low) {
    return first[number] == high && second[number] == low;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < size; number++) {
      slots[slot(first[number], second[number])] = number + 1;
    }
  }
}
