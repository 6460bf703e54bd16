package io.firn.parse;

/**
 * Pairs {@code key=value} between white space; values with white space are in quotes. Words between
 * the pairs make it PARTLY.
 */
final class LogfmtParser implements MessageParser {
  private static final String TRUE = "true";
  private static final String FALSE = "false";
  private static final String NULL = "null";

  private final FieldKeys keys = new FieldKeys();
  private final QuotedText quoted = new QuotedText();

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    int end = Ascii.withoutSpace(bytes, offset, offset + length);
    int at = offset;
    boolean whole = true;
    boolean any = false;
    while (at < end) {
      if (Ascii.isSpace(bytes[at])) {
        at++;
        continue;
      }
      int to = pair(bytes, at, end, fields);
      if (to < 0 && !any) {
        return Parsed.NOT;
      }
      any = true;
      whole &= to > 0;
      at = to > 0 ? to : wordEnd(bytes, at, end);
    }
    if (!any) {
      return Parsed.NOT;
    }
    return whole ? Parsed.WHOLLY : Parsed.PARTLY;
  }

  /** The end of the pair that begins there; -1 if none does. */
  private int pair(byte[] bytes, int from, int end, FieldWriter fields) {
    int equals = keyEnd(bytes, from, end);
    if (equals == from || equals == end || bytes[equals] != '=') {
      return -1;
    }
    int value = equals + 1;
    if (value < end && bytes[value] == '"') {
      return quoted(bytes, from, equals, end, fields);
    }
    int to = wordEnd(bytes, value, end);
    if (Ascii.find(bytes, value, to, '"') < to) {
      return -1;
    }
    write(keys.of(bytes, from, equals), bytes, value, to, fields);
    return to;
  }

  private int quoted(byte[] bytes, int from, int equals, int end, FieldWriter fields) {
    int to = quoted.read(bytes, equals + 1, end);
    if (to > 0) {
      fields.string(keys.of(bytes, from, equals), quoted.bytes(), 0, quoted.length());
    }
    return to;
  }

  private static void write(FieldKey key, byte[] bytes, int from, int to, FieldWriter fields) {
    if (is(TRUE, bytes, from, to) || is(FALSE, bytes, from, to)) {
      fields.bool(key, bytes[from] == 't');
    } else if (is(NULL, bytes, from, to)) {
      fields.none(key);
    } else {
      fields.number(key, bytes, from, to);
    }
  }

  private static boolean is(String word, byte[] bytes, int from, int to) {
    return to - from == word.length() && Ascii.startsWith(bytes, from, to, word);
  }

  private static int keyEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '=' && bytes[at] != '"' && !Ascii.isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && !Ascii.isSpace(bytes[at])) {
      at++;
    }
    return at;
  }
}
