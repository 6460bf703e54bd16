package io.firn.sandbox;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long export tasks take. */
public interface TaskTimes {
  /** How long the task of that number is PENDING. */
  Duration pending(int number);

  /** How long the task of that number, which exports so many bytes, is RUNNING. */
  Duration running(int number, long bytes);

  /** The same for each. */
  static TaskTimes fixed(Duration pending, Duration running) {
    return new TaskTimes() {
      @Override
      public Duration pending(int number) {
        return pending;
      }

      @Override
      public Duration running(int number, long bytes) {
        return running;
      }
    };
  }

  /** By chance, pending for a tenth of it; the same for the same seed and number. */
  static TaskTimes between(Duration shortest, Duration longest, long seed) {
    return new TaskTimes() {
      @Override
      public Duration pending(int number) {
        return total(number).dividedBy(10);
      }

      @Override
      public Duration running(int number, long bytes) {
        return total(number).minus(pending(number));
      }

      private Duration total(int number) {
        long spread = longest.minus(shortest).toMillis();
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        return shortest.plusMillis(random.nextLong(spread + 1));
      }
    };
  }

  /** A steady rate, on top of a least time. */
  static TaskTimes byBytes(Duration least, long bytesPerSecond) {
    return new TaskTimes() {
      @Override
      public Duration pending(int number) {
        return least.dividedBy(10);
      }

      @Override
      public Duration running(int number, long bytes) {
        return least.plusSeconds(bytes / bytesPerSecond);
      }
    };
  }
}
