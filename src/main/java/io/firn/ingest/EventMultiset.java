package io.firn.ingest;

import java.util.Arrays;

/**
 * How often events occur, by 128 bits of their hash; at most so many different ones. Of several
 * exports that are added one after the other, each event has the count of the export that has most
 * of it.
 */
final class EventMultiset {
  private static final int FIRST_SLOTS = 1 << 10;
  private static final double LOAD = 0.6;

  private final int most;
  private long[] high = new long[FIRST_SLOTS];
  private long[] low = new long[FIRST_SLOTS];
  private int[] count = new int[FIRST_SLOTS];
  private int[] ofExport = new int[FIRST_SLOTS];
  private int size;

  /**
   * An empty one.
   *
   * @param most different events that it holds
   */
  EventMultiset(int most) {
    this.most = most;
  }

  /** What is added from here on is of another export. */
  void nextExport() {
    Arrays.fill(ofExport, 0);
  }

  /** Adds an event; false if there is no room for another one. */
  boolean add(long first, long second) {
    int slot = slot(first, second);
    if (count[slot] == 0) {
      if (size == most) {
        return false;
      }
      if (++size > LOAD * count.length) {
        grow();
        slot = slot(first, second);
      }
      high[slot] = first;
      low[slot] = second;
    }
    if (++ofExport[slot] > count[slot]) {
      count[slot] = ofExport[slot];
    }
    return true;
  }

  /** Takes one of an event out; false if there is none left. */
  boolean take(long first, long second) {
    int slot = slot(first, second);
    // A slot stays its event's own: -1 is none left.
    if (count[slot] <= 0) {
      return false;
    }
    count[slot] = count[slot] == 1 ? -1 : count[slot] - 1;
    return true;
  }

  private int slot(long first, long second) {
    int mask = count.length - 1;
    int slot = (int) (first ^ second) & mask;
    while (count[slot] != 0 && (high[slot] != first || low[slot] != second)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldCount = count;
    int[] oldOfExport = ofExport;
    high = new long[2 * oldCount.length];
    low = new long[2 * oldCount.length];
    count = new int[2 * oldCount.length];
    ofExport = new int[2 * oldCount.length];
    for (int i = 0; i < oldCount.length; i++) {
      if (oldCount[i] != 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        count[slot] = oldCount[i];
        ofExport[slot] = oldOfExport[i];
      }
    }
  }
}
