package io.firn.sample;

/** What was written: bytes inflated and as the objects have them. */
record Written(int objects, long events, long bytes, long compressed) {
  static final Written NOTHING = new Written(0, 0, 0, 0);

  Written plus(Written other) {
    return new Written(
        objects + other.objects,
        events + other.events,
        bytes + other.bytes,
        compressed + other.compressed);
  }
}
