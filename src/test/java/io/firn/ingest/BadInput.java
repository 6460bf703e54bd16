package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** An object that no export should hold, and what is to become of it. */
@SuppressWarnings("ArrayRecordComponent") // Tests read them; nobody compares records.
record BadInput(String name, byte[] object, Outcome outcome) {
  static final String STAMP = "2026-01-01T00:00:00.000Z";
  private static final byte[] NONE = {};

  /** How an event is stored: in columns, or in log_message. */
  enum Form {
    JSON,
    TEXT
  }

  record Event(Form form, String stamp, byte[] message) {
    static Event json(String message) {
      return new Event(Form.JSON, STAMP, message.getBytes(UTF_8));
    }

    static Event text(String message) {
      return text(message.getBytes(UTF_8));
    }

    static Event text(byte[] message) {
      return new Event(Form.TEXT, STAMP, message);
    }

    byte[] line() {
      return concat((stamp + " ").getBytes(UTF_8), message, "\n".getBytes(UTF_8));
    }
  }

  /** What becomes of an object. */
  sealed interface Outcome {}

  /**
   * All of it is taken in.
   *
   * @param badRecord what is kept of the bytes before the first stamp
   * @param badLength how many they were
   */
  record Accepted(List<Event> events, byte[] badRecord, long badLength) implements Outcome {}

  /**
   * None of it is.
   *
   * @param reason found in the ledger's
   * @param good at least so many events come before the damage
   * @param mostGood at most so many
   */
  record Quarantined(Pattern reason, long good, long mostGood) implements Outcome {}

  /** An export of these JSON objects. */
  static BadInput json(String name, String... messages) {
    return lines(name, Arrays.stream(messages).map(Event::json).toArray(Event[]::new));
  }

  /** An export of these texts. */
  static BadInput text(String name, String... messages) {
    return lines(name, Arrays.stream(messages).map(Event::text).toArray(Event[]::new));
  }

  /** An export of these events. */
  static BadInput lines(String name, Event... events) {
    return accepted(name, export(events), events);
  }

  /** An object that holds these events, however it is made. */
  static BadInput accepted(String name, byte[] object, Event... events) {
    return new BadInput(name, object, new Accepted(List.of(events), NONE, 0));
  }

  /** As {@link #accepted}, with bytes before the first stamp. */
  static BadInput badStart(String name, String start, Event... events) {
    byte[] bytes = start.getBytes(UTF_8);
    byte[] kept = Arrays.copyOf(bytes, Math.min(bytes.length, 1 << 20));
    byte[] object = concat(bytes, export(events));
    return new BadInput(name, object, new Accepted(List.of(events), kept, bytes.length));
  }

  static BadInput damaged(String name, byte[] object, String reason, long good) {
    return damaged(name, object, reason, good, good);
  }

  static BadInput damaged(String name, byte[] object, String reason, long good, long mostGood) {
    return new BadInput(name, object, new Quarantined(Pattern.compile(reason), good, mostGood));
  }

  static byte[] export(Event... events) {
    return concat(Arrays.stream(events).map(Event::line).toArray(byte[][]::new));
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
