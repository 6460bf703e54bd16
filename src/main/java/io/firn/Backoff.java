package io.firn;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Pauses between attempts: of random length, so that those who met once do not meet again. */
public final class Backoff {
  private static final int DOUBLINGS = 16;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  /**
   * Pauses of random length.
   *
   * @param first the most before the second attempt; it doubles with each further one
   * @param longest the most before any
   */
  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Waits after that many failed attempts. */
  public void pause(int attempts) {
    LockSupport.parkNanos(nanos(attempts));
  }

  /** How long {@link #pause} waits: evenly spread from none to the most. */
  long nanos(int attempts) {
    long most = first.toNanos() << Math.min(DOUBLINGS, Math.max(0, attempts - 1));
    return random.nextLong(1, Math.max(2, Math.min(longest.toNanos(), most)));
  }
}
