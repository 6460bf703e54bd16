package io.firn.dedupe;

import java.io.Serializable;

/**
 * A part of all keys, by their hash.
 *
 * @param number from 0
 * @param count how many there are
 */
record Slice(int number, int count) implements Serializable {
  boolean holds(EventHash key) {
    return Long.remainderUnsigned(key.second(), count) == number;
  }
}
