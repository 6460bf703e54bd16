package io.firn.ingest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Counts what a run asks of its catalog, its files and its clock (which each row of the ledger
 * does), and ends the run at one of these calls as a crash does: nothing behind it is executed.
 */
final class CrashPoints {
  private final int fatal;
  private int calls;
  private String last = "none";

  /** The call of that number, from 1 on, does not return. */
  CrashPoints(int fatal) {
    this.fatal = fatal;
  }

  /** Not an exception, so that no clean-up of the run's own catches it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String message) {
      super(message);
    }
  }

  synchronized int calls() {
    return calls;
  }

  /** What was called last. */
  synchronized String last() {
    return last;
  }

  /** The same object, with its calls counted. */
  <T> T counted(T real, Class<T> type, Class<?>... more) {
    Class<?>[] types = new Class<?>[more.length + 1];
    types[0] = type;
    System.arraycopy(more, 0, types, 1, more.length);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            types,
            (proxy, method, arguments) -> {
              if (!method.getName().equals("close")) {
                pass(type.getSimpleName() + "." + method.getName());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  Clock clock() {
    return new CountedClock(Clock.systemUTC());
  }

  /** From the fatal call on nothing goes on, in no thread. */
  private synchronized void pass(String call) {
    if (calls >= fatal) {
      throw new Crash(last);
    }
    calls++;
    last = "call " + calls + ", " + call;
    if (calls == fatal) {
      throw new Crash(last);
    }
  }

  private final class CountedClock extends Clock {
    private final Clock real;

    CountedClock(Clock real) {
      this.real = real;
    }

    @Override
    public ZoneId getZone() {
      return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new CountedClock(real.withZone(zone));
    }

    @Override
    public Instant instant() {
      pass("Clock.instant");
      return real.instant();
    }
  }
}
