package io.firn.sandbox;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;

/**
 * An event of a log group.
 *
 * @param bytes what it counts in sizes and metrics
 * @param sequence ascends with each event that is put into a group
 */
public record StoredEvent(
    String stream, long timestamp, long ingestionTime, String message, long bytes, long sequence) {
  /** The order of FilterLogEvents, and of ids. */
  static final Comparator<StoredEvent> IN_TIME =
      Comparator.comparingLong(StoredEvent::timestamp).thenComparingLong(StoredEvent::sequence);

  private static final int TIME_BITS_START = 144;

  /** 56 digits, ascending in time, as AWS's. */
  public String id() {
    BigInteger number =
        BigInteger.valueOf(timestamp).shiftLeft(TIME_BITS_START).or(BigInteger.valueOf(sequence));
    return String.format(Locale.ROOT, "%056d", number);
  }
}
