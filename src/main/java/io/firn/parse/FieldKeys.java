package io.firn.parse;

/** Keys that stand in messages, kept while they come again; for one thread. */
final class FieldKeys {
  /** A power of two; of keys that fall into one slot the last one is kept. */
  private static final int SLOTS = 256;

  private final FieldKey[] kept = new FieldKey[SLOTS];

  FieldKey of(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    FieldKey known = kept[slot];
    if (known == null || !known.is(bytes, from, to)) {
      known = FieldKey.of(bytes, from, to);
      kept[slot] = known;
    }
    return known;
  }
}
