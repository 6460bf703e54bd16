package io.firn.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The events of a log group, by the UTC day of their timestamp. */
final class EventStore {
  private static final long DAY_MILLIS = 86_400_000L;

  private final NavigableMap<Long, List<StoredEvent>> days = new TreeMap<>();
  private long bytes;

  void add(StoredEvent event) {
    days.computeIfAbsent(day(event.timestamp()), first -> new ArrayList<>()).add(event);
    bytes += event.bytes();
  }

  /** Those from one timestamp up to, and with, another, in no order. */
  Stream<StoredEvent> between(long from, long to) {
    if (from > to) {
      return Stream.empty();
    }
    return days.subMap(day(from), true, day(to), true).values().stream()
        .flatMap(List::stream)
        .filter(event -> event.timestamp() >= from && event.timestamp() <= to);
  }

  /** Drops whole days before a timestamp: only memory is at stake, readers give bounds. */
  void dropBefore(long timestamp) {
    NavigableMap<Long, List<StoredEvent>> gone = days.headMap(day(timestamp), false);
    gone.values().forEach(day -> day.forEach(event -> bytes -= event.bytes()));
    gone.clear();
  }

  void dropStream(String stream) {
    for (List<StoredEvent> day : days.values()) {
      day.removeIf(event -> isOf(stream, event));
    }
  }

  private boolean isOf(String stream, StoredEvent event) {
    boolean gone = event.stream().equals(stream);
    bytes -= gone ? event.bytes() : 0;
    return gone;
  }

  long bytes() {
    return bytes;
  }

  private static long day(long timestamp) {
    return Math.floorDiv(timestamp, DAY_MILLIS);
  }
}
