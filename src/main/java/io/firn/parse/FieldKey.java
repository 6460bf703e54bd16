package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The key of a field, made once and used for every message. */
public final class FieldKey {
  private final byte[] utf8;

  /** As JSON has it, with quotes and colon. */
  private final byte[] literal;

  private FieldKey(byte[] utf8) {
    if (utf8.length == 0) {
      throw new IllegalArgumentException("Invalid key: '' (must not be empty)");
    }
    this.utf8 = utf8;
    byte[] quoted = JsonText.quote(utf8);
    this.literal = Arrays.copyOf(quoted, quoted.length + 1);
    literal[quoted.length] = ':';
  }

  /** A key of at least one character; lower case and {@code _} make the best column names. */
  public static FieldKey of(String name) {
    return new FieldKey(name.getBytes(UTF_8));
  }

  /** A key that stands in a message. */
  static FieldKey of(byte[] bytes, int from, int to) {
    return new FieldKey(Arrays.copyOfRange(bytes, from, to));
  }

  /** The key, behind a prefix. */
  FieldKey prefixed(String prefix) {
    return of(prefix + "_" + this);
  }

  byte[] literal() {
    return literal;
  }

  boolean is(byte[] bytes, int from, int to) {
    return Arrays.equals(utf8, 0, utf8.length, bytes, from, to);
  }

  /** Whether the other key would go to a column of the same name. */
  boolean meets(byte[] other, int from, int to) {
    int mine = 0;
    int its = from;
    while (mine < utf8.length && its < to && fold(utf8[mine]) == fold(other[its])) {
      mine = next(utf8, mine, utf8.length);
      its = next(other, its, to);
    }
    return mine == utf8.length && its == to;
  }

  /** The next code point. */
  private static int next(byte[] bytes, int at, int limit) {
    int to = at + 1;
    while (to < limit && (bytes[to] & 0xC0) == 0x80) {
      to++;
    }
    return to;
  }

  private static int fold(byte b) {
    if (b >= 'A' && b <= 'Z') {
      return b + ('a' - 'A');
    }
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') ? b : '_';
  }

  @Override
  public String toString() {
    return new String(utf8, UTF_8);
  }
}
