package io.firn.sample;

import java.time.Instant;

/** Times for events that have none: one every {@code intervalMillis} from {@code start} on. */
record TimeLine(Instant start, long intervalMillis) {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  TimeLine {
    if (start.isBefore(FIRST) || start.isAfter(LAST)) {
      throw new IllegalArgumentException(
          "Invalid start: " + start + " (must be in the years 0000 to 9999)");
    }
    if (intervalMillis < 0) {
      throw new IllegalArgumentException(
          "Invalid interval: " + intervalMillis + " (must be >= 0 ms)");
    }
  }

  /** The time of event {@code index}, from 0, in milliseconds since 1970. */
  long at(long index) throws UnsuitableFileException {
    long room = LAST.toEpochMilli() - start.toEpochMilli();
    if (index > 0 && intervalMillis > room / index) {
      throw new UnsuitableFileException(
          "event " + (index + 1) + " would lie after the year 9999; use a smaller --interval");
    }
    return start.toEpochMilli() + index * intervalMillis;
  }
}
