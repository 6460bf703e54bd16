package io.firn.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that is put forward at will: over one that stands still, or over the real one. */
public final class TestClock extends Clock {
  private final Clock base;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Duration ahead = Duration.ZERO;

  private TestClock(Clock base) {
    this.base = base;
  }

  /** A clock that stands still until it is advanced. */
  public static TestClock standingAt(Instant start) {
    return new TestClock(Clock.fixed(start, ZoneOffset.UTC));
  }

  /** A clock that runs as the machine's does, and can be put ahead of it. */
  public static TestClock running() {
    return new TestClock(Clock.systemUTC());
  }

  /** Puts it forward; whatever depends on it has followed when this returns. */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("Invalid time: " + time + " (must not be negative)");
    }
    synchronized (this) {
      ahead = ahead.plus(time);
    }
    listeners.forEach(Runnable::run);
  }

  /** Puts it forward to a moment; nothing happens if that has passed. */
  public void advanceTo(Instant moment) {
    Duration left = Duration.between(instant(), moment);
    if (!left.isNegative()) {
      advance(left);
    }
  }

  /** Runs after each advance. */
  void onAdvance(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it is in UTC");
  }
}
