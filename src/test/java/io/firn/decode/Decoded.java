package io.firn.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.firn.ObjectFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a decoder made of an object. */
record Decoded(List<Event> events, List<BadBytes> bad, long controlMessages, boolean recognised) {
  /** The time of the objects of tests. */
  static final long OBJECT_MILLIS = 1_700_000_000_123L;

  /** One event; the message's chars are its bytes (ISO 8859-1). */
  record Event(
      @Nullable Origin origin,
      @Nullable String id,
      long epochMillis,
      boolean ownTime,
      String message) {}

  static Decoded auto(byte[] object) throws IOException {
    return read(object, ObjectFormat.AUTO, 1 << 20);
  }

  static Decoded read(byte[] object, ObjectFormat format, int step) throws IOException {
    Decoder decoder = new Decoder(format, InflateBounds.DEFAULT);
    try (LogEvents events = decoder.open(new TrickleStream(object, step), OBJECT_MILLIS)) {
      return all(events);
    }
  }

  /** With a first buffer of so many bytes. */
  static Decoded read(byte[] content, ObjectFormat format, int step, int capacity)
      throws IOException {
    CountingStream stored = new CountingStream(new ByteArrayInputStream(content));
    PayloadMeter meter = new PayloadMeter(InflateBounds.DEFAULT, stored);
    try (LogEvents events =
        new ValueEvents(new TrickleStream(content, step), format, OBJECT_MILLIS, meter, capacity)) {
      return all(events);
    }
  }

  /** Reads to the end. */
  @SuppressWarnings("ReferenceEquality") // That equal origins are one is what is looked at.
  static Decoded all(LogEvents events) throws IOException {
    List<Event> read = new ArrayList<>();
    List<BadBytes> bad = new ArrayList<>();
    Origin last = null;
    while (events.next()) {
      Origin origin = events.origin();
      if (origin != null && origin.equals(last) && origin != last) {
        throw new AssertionError("The same origin came as another instance: " + origin);
      }
      last = origin == null ? last : origin;
      read.add(event(events));
      if (events.position() != read.size()) {
        throw new AssertionError("Event " + read.size() + " has position " + events.position());
      }
      bad.addAll(events.takeBadRecords());
    }
    bad.addAll(events.takeBadRecords());
    if (events.next() || events.length() != 0 || !events.takeBadRecords().isEmpty()) {
      throw new AssertionError("More came after the end");
    }
    return new Decoded(read, bad, events.controlMessages(), events.isRecognised());
  }

  private static Event event(LogEvents events) {
    byte[] id = events.id();
    return new Event(
        events.origin(),
        id == null ? null : new String(id, US_ASCII),
        events.epochMillis(),
        events.hasOwnTime(),
        new String(events.buffer(), events.offset(), events.length(), ISO_8859_1));
  }

  List<String> messages() {
    return events.stream().map(Event::message).toList();
  }

  /** The bad records as text, before each the number of events before it. */
  List<String> badTexts() {
    return bad.stream()
        .map(piece -> piece.position() + " " + new String(piece.kept(), ISO_8859_1))
        .toList();
  }
}
