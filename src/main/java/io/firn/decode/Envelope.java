package io.firn.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The log events of one envelope after the other. */
final class Envelope {
  private static final byte[] ID = "id".getBytes(US_ASCII);
  private static final byte[] TIMESTAMP = "timestamp".getBytes(US_ASCII);
  private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  /** Of the years 0 to 9999, as {@link Stamp} has them. */
  private static final long FIRST_MILLIS = -62_167_219_200_000L;

  private static final long LAST_MILLIS = 253_402_300_799_999L;
  private static final int MOST_DIGITS = 18;

  private final UnescapedText text = new UnescapedText();
  private byte[] json = {};

  /** The next element, -1 if there is none. */
  private int next = -1;

  private int start;
  private int end;
  private int id;
  private int timestamp;
  private int message;

  private long epochMillis;
  private byte[] bytes = {};
  private int offset;
  private int length;

  /** Begins with the array {@code logEvents} whose bracket is at {@code bracket}. */
  void open(byte[] json, int bracket) {
    this.json = json;
    next = element(JsonBytes.skipSpace(json, bracket + 1));
  }

  private int element(int at) {
    return json[at] == ']' ? -1 : at;
  }

  /** Whether there is one more element. */
  boolean hasNext() {
    return next >= 0;
  }

  /** Goes to the next element; tells why it is no log event, null if it is one. */
  @Nullable String next() {
    start = next;
    id = -1;
    timestamp = -1;
    message = -1;
    if (json[start] == '{') {
      members();
    } else {
      end = JsonBytes.valueEnd(json, start);
    }
    next = element(JsonBytes.nextItem(json, end));
    return json[start] == '{' ? problem() : "log event is no JSON object";
  }

  /** The bytes that the envelope is in. */
  byte[] json() {
    return json;
  }

  /** Where the element begins in them. */
  int start() {
    return start;
  }

  int end() {
    return end;
  }

  long epochMillis() {
    return epochMillis;
  }

  /** Holds the message in {@code [offset, offset + length)}. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** The event's id, null if it has none. */
  byte @Nullable [] id() {
    if (id < 0 || isNull(id)) {
      return null;
    }
    boolean quoted = json[id] == '"';
    int idEnd = JsonBytes.valueEnd(json, id);
    byte[] copy = Arrays.copyOfRange(json, quoted ? id + 1 : id, quoted ? idEnd - 1 : idEnd);
    return copy.length == 0 ? null : copy;
  }

  private void members() {
    int at = JsonBytes.skipSpace(json, start + 1);
    while (json[at] == '"') {
      int keyEnd = JsonBytes.stringEnd(json, at);
      int value = JsonBytes.valueAfterKey(json, keyEnd);
      int valueEnd = JsonBytes.valueEnd(json, value);
      if (isKey(at, keyEnd, MESSAGE)) {
        message = value;
        length = valueEnd - value - 2;
      } else if (isKey(at, keyEnd, TIMESTAMP)) {
        timestamp = value;
      } else if (isKey(at, keyEnd, ID)) {
        id = value;
      }
      at = JsonBytes.nextItem(json, valueEnd);
    }
    end = at + 1;
  }

  private boolean isKey(int quote, int keyEnd, byte[] key) {
    return keyEnd - quote == key.length + 2
        && Arrays.equals(json, quote + 1, keyEnd - 1, key, 0, key.length);
  }

  private @Nullable String problem() {
    if (timestamp < 0) {
      return "log event has no timestamp";
    }
    if (!readTimestamp()) {
      return "timestamp of log event is no number of milliseconds of the years 0 to 9999";
    }
    if (message < 0) {
      return "log event has no message";
    }
    if (json[message] != '"') {
      return "message of log event is no string";
    }
    if (!isId()) {
      return "id of log event is no ASCII text";
    }
    return readMessage() ? null : "message of log event has an escape that JSON does not know";
  }

  private boolean readTimestamp() {
    boolean negative = json[timestamp] == '-';
    int from = negative ? timestamp + 1 : timestamp;
    int at = from;
    long value = 0;
    while (json[at] >= '0' && json[at] <= '9' && at - from < MOST_DIGITS) {
      value = value * 10 + (json[at] - '0');
      at++;
    }
    epochMillis = negative ? -value : value;
    return at > from
        && !JsonBytes.isScalar(json[at])
        && epochMillis >= FIRST_MILLIS
        && epochMillis <= LAST_MILLIS;
  }

  /** A number is taken as it is spelled; no id is fine. */
  private boolean isId() {
    if (id < 0 || isNull(id)) {
      return true;
    }
    boolean quoted = json[id] == '"';
    if (!quoted && json[id] != '-' && (json[id] < '0' || json[id] > '9')) {
      return false;
    }
    int idEnd = JsonBytes.valueEnd(json, id);
    for (int i = id; i < idEnd; i++) {
      if (json[i] < ' ' || json[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  private boolean isNull(int value) {
    return MessageKind.isAt(json, value, NULL);
  }

  private boolean readMessage() {
    int from = message + 1;
    int plain = JsonBytes.plainEnd(json, from, from + length);
    if (plain == from + length) {
      bytes = json;
      offset = from;
      return true;
    }
    if (!text.read(json, from, from + length)) {
      return false;
    }
    bytes = text.bytes();
    offset = 0;
    length = text.length();
    return true;
  }
}
