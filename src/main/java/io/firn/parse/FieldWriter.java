package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Takes the fields of one message from its parser. A field whose key, as a column's name, is one of
 * the message's own object gets the parser's name before it: {@code lambda_level}.
 */
public final class FieldWriter {
  private static final int FEW_BYTES = 1 << 10;
  private static final int KEPT_BYTES = 1 << 20;
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
  private static final byte[] NULL = "null".getBytes(UTF_8);
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);

  private final JsonTape tape = new JsonTape();
  private final String prefix;
  private final FreeText freeText;
  private byte[] bytes = new byte[FEW_BYTES];
  private int length;
  private int members;
  private boolean hasObject;
  private boolean leftTextOut;

  /** What becomes of text in which there may be anything. */
  public enum FreeText {
    KEPT,
    /** What a route drops or masks cannot be found in it. */
    LEFT_OUT
  }

  /**
   * Nothing is written yet.
   *
   * @param prefix of fields that meet one of the message's own
   */
  FieldWriter(String prefix, FreeText freeText) {
    this.prefix = prefix;
    this.freeText = freeText;
  }

  /** The next message begins. */
  void begin() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FEW_BYTES];
    }
    length = 0;
    members = 0;
    hasObject = false;
    leftTextOut = false;
  }

  /** True if the fields are whole: then the tape has them. */
  boolean finish() {
    if (length == 0 && hasObject) {
      return true;
    }
    if (length == 0) {
      append((byte) '{');
    }
    append((byte) '}');
    return tape.read(bytes, 0, length) && !tape.hasBrokenKey();
  }

  JsonTape tape() {
    return tape;
  }

  boolean leftTextOut() {
    return leftTextOut;
  }

  /**
   * Takes all members of a JSON object, before any other field. False: the slice is none, or has a
   * key that is no Unicode text, and nothing is taken.
   */
  public boolean object(byte[] json, int offset, int size) {
    if (length > 0 || hasObject) {
      throw new IllegalStateException("Cannot take an object: fields were written before");
    }
    hasObject = tape.read(json, offset, size) && !tape.hasBrokenKey();
    members = hasObject ? tape.size(0) : 0;
    return hasObject;
  }

  /** A string of UTF-8; invalid bytes are rescued where columns cannot hold them. */
  public void string(FieldKey key, byte[] utf8, int from, int to) {
    begin(key);
    quote(utf8, from, to);
  }

  public void string(FieldKey key, String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    string(key, utf8, 0, utf8.length);
  }

  /**
   * Text as people write it, in which anything may stand; left out of routes that drop or mask
   * values.
   */
  public void text(FieldKey key, byte[] utf8, int from, int to) {
    if (freeText == FreeText.KEPT) {
      string(key, utf8, from, to);
    } else {
      leftTextOut = true;
    }
  }

  /** A number if the slice is one of JSON, otherwise the string that it is ({@code 007}). */
  public void number(FieldKey key, byte[] ascii, int from, int to) {
    begin(key);
    int at = length;
    append(ascii, from, to);
    if (!isNumber(at)) {
      length = at;
      quote(ascii, from, to);
    }
  }

  /** The scan of a number stops at a brace by itself. */
  private boolean isNumber(int at) {
    append((byte) '}');
    length--;
    return NumberScan.end(bytes, at) == length;
  }

  public void number(FieldKey key, long value) {
    begin(key);
    append(Long.toString(value).getBytes(UTF_8));
  }

  public void bool(FieldKey key, boolean value) {
    begin(key);
    append(value ? TRUE : FALSE);
  }

  /** A field that has no value. */
  public void none(FieldKey key) {
    begin(key);
    append(NULL);
  }

  /** A value of JSON; where it is none, the message counts as not parsed. */
  public void json(FieldKey key, byte[] json, int from, int to) {
    begin(key);
    append(json, from, to);
  }

  private void begin(FieldKey key) {
    FieldKey free = hasObject ? free(key) : key;
    if (length == 0 && hasObject) {
      append(tape.bytes(), tape.start(0), tape.end(0) - 1);
    } else if (length == 0) {
      append((byte) '{');
    }
    if (members++ > 0) {
      append((byte) ',');
    }
    append(free.literal());
  }

  private FieldKey free(FieldKey key) {
    FieldKey free = key;
    while (isTaken(free)) {
      free = free.prefixed(prefix);
    }
    return free;
  }

  private boolean isTaken(FieldKey key) {
    int end = tape.next(0);
    for (int token = 1; token < end; token = tape.next(token + 1)) {
      if (meets(key, token)) {
        return true;
      }
    }
    return false;
  }

  private boolean meets(FieldKey key, int token) {
    if (tape.isPlain(token)) {
      return key.meets(tape.bytes(), tape.start(token) + 1, tape.end(token) - 1);
    }
    byte[] decoded = tape.decode(token);
    return key.meets(decoded, 0, decoded.length);
  }

  private void quote(byte[] utf8, int from, int to) {
    append((byte) '"');
    int at = from;
    while (at < to) {
      int plain = JsonString.plainEnd(utf8, at, to);
      append(utf8, at, plain);
      at = plain;
      if (at < to) {
        appendSpecial(utf8[at++]);
      }
    }
    append((byte) '"');
  }

  /** A byte that is not plain. */
  private void appendSpecial(byte b) {
    if (b == '"' || b == '\\') {
      append((byte) '\\');
      append(b);
    } else if (b >= 0 && b < ' ') {
      append((byte) '\\');
      append((byte) 'u');
      append((byte) '0');
      append((byte) '0');
      append(HEX[b >> 4]);
      append(HEX[b & 15]);
    } else {
      append(b);
    }
  }

  private void append(byte[] from) {
    append(from, 0, from.length);
  }

  private void append(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
  }

  private void append(byte b) {
    reserve(1);
    bytes[length++] = b;
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
