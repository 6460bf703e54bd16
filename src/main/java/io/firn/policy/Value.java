package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.parse.Utf8;
import java.util.Arrays;

/** What a filter looks at: a kind, and the bytes of it: a text's valid UTF-8, or a raw token. */
final class Value {
  /** The kind of a value, or of many, that an array on the way hides. */
  static final byte BEYOND_ARRAY = -1;

  static final Value NOTHING = new Value(JsonTape.NULL, new byte[0], 0, 0);
  static final Value HIDDEN = new Value(BEYOND_ARRAY, new byte[0], 0, 0);

  private final byte kind;
  private final byte[] bytes;
  private final int from;
  private final int to;

  private Value(byte kind, byte[] bytes, int from, int to) {
    this.kind = kind;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  static Value text(byte[] utf8) {
    return new Value(JsonTape.STRING, utf8, 0, utf8.length);
  }

  static Value text(String text) {
    return text(text.getBytes(UTF_8));
  }

  /** A text of any bytes; what is not valid shows as in its column. */
  static Value text(byte[] bytes, int offset, int length) {
    return Utf8.isValid(bytes, offset, length)
        ? new Value(JsonTape.STRING, bytes, offset, offset + length)
        : text(Utf8.repair(bytes, offset, length));
  }

  static Value at(JsonTape tape, int token) {
    byte kind = tape.kind(token);
    if (kind != JsonTape.STRING) {
      return new Value(kind, tape.bytes(), tape.start(token), tape.end(token));
    }
    return tape.isPlain(token)
        ? new Value(kind, tape.bytes(), tape.start(token) + 1, tape.end(token) - 1)
        : text(tape.decode(token));
  }

  /** As the tape has it, or {@link #BEYOND_ARRAY}. */
  byte kind() {
    return kind;
  }

  /** The order of two texts by their code points, which is that of their UTF-8. */
  int compareText(Value that) {
    return Arrays.compareUnsigned(bytes, from, to, that.bytes, that.from, that.to);
  }

  /** Of a number. */
  Decimal number() {
    return Decimal.of(bytes, from, to);
  }

  /** Whether a text is of the form. */
  boolean isLike(LikePattern pattern) {
    return pattern.matches(bytes, from, to);
  }
}
