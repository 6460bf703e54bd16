package io.firn.sample;

import java.util.SplittableRandom;

/** Seeded chance with the shapes that values in logs have. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  long bits() {
    return random.nextLong();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** Below {@code bound}, small values far more often: users, paths and the like. */
  int skewedBelow(int bound) {
    double unit = random.nextDouble();
    return (int) (unit * unit * unit * bound);
  }

  String pick(String... values) {
    return values[skewedBelow(values.length)];
  }

  /** Appends a random UUID. */
  void uuid(TextBuffer target) {
    long high = bits();
    long low = bits();
    target.hex(high >>> 32, 8).put('-').hex(high >>> 16, 4).put("-4").hex(high, 3);
    target.put("-a").hex(low >>> 48, 3).put('-').hex(low, 12);
  }
}
