package io.firn;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Which folders of a date template are looked at. The moments by which folders are named are those
 * at which they begin.
 *
 * @param from the first day
 * @param lookback how long after its end a folder may get objects; at least an hour
 */
public record DateFolders(DateTemplate template, LocalDate from, Duration lookback)
    implements Serializable {
  private static final LocalDate EARLIEST = LocalDate.EPOCH;
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration FOREVER = Duration.ofDays(1_000_000);

  public DateFolders {
    if (from.isBefore(EARLIEST)) {
      throw new IllegalArgumentException(
          "Invalid from: " + from + " (must be " + EARLIEST + " or later)");
    }
    checkedLookback(lookback);
  }

  /**
   * The duration as it is.
   *
   * @throws IllegalArgumentException if it is too short
   */
  public static Duration checkedLookback(Duration lookback) {
    if (lookback.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "Invalid lookback: " + lookback.toSeconds() + "s (must be at least 1h)");
    }
    return lookback;
  }

  /** All of them, however old. */
  public DateFolders whole() {
    return new DateFolders(template, from, FOREVER);
  }

  /** The first one. */
  public Instant first() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The last one, that after the one of now: clocks differ. */
  public Instant last(Instant now) {
    return next(now.truncatedTo(template.unit()));
  }

  public Instant next(Instant folder) {
    return folder.plus(1, template.unit());
  }

  /** Those before it get no objects any more; it is the first that may. */
  public Instant settled(Instant now) {
    Instant oldest = now.minus(lookback).truncatedTo(template.unit());
    return oldest.isBefore(first()) ? first() : oldest;
  }

  /** From one folder to another, both included, as they are asked for. */
  public Iterator<Instant> between(Instant begin, Instant end) {
    return Stream.iterate(begin, folder -> !folder.isAfter(end), this::next).iterator();
  }
}
