package io.firn.parse;

import io.firn.parse.LineLayout.Item;

/** Lines of access logs, by a layout. What stands behind the last known item makes it PARTLY. */
final class AccessLogParser implements MessageParser {
  private static final String HTTP = " HTTP/";

  private final LineLayout layout;
  private final QuotedText quoted = new QuotedText();

  AccessLogParser(LineLayout layout) {
    this.layout = layout;
  }

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    int end = Ascii.withoutNewlines(bytes, offset, offset + length);
    if (end == offset || Ascii.find(bytes, offset, end, '\n') < end) {
      return Parsed.NOT;
    }
    int at = offset;
    int count = 0;
    for (Item item : layout.items()) {
      if (at > end) {
        break;
      }
      int to = write(item, bytes, at, end, fields);
      if (to < 0 || (to < end && bytes[to] != ' ')) {
        return Parsed.NOT;
      }
      at = to + 1;
      count++;
    }
    if (count < layout.required()) {
      return Parsed.NOT;
    }
    return at >= end ? Parsed.WHOLLY : Parsed.PARTLY;
  }

  /** The end of the item; -1 if there is another one. */
  private int write(Item item, byte[] bytes, int from, int end, FieldWriter fields) {
    return switch (item.shape()) {
      case BRACKETED -> bracketed(item, bytes, from, end, fields);
      case QUOTED, REQUEST ->
          from < end && bytes[from] == '"'
              ? quoted(item, bytes, from, end, fields)
              : missing(item, bytes, from, end, fields);
      default -> word(item, bytes, from, end, fields);
    };
  }

  private static int word(Item item, byte[] bytes, int from, int end, FieldWriter fields) {
    int to = Ascii.find(bytes, from, end, ' ');
    if (to == from) {
      return -1;
    }
    if (isDash(bytes, from, to)) {
      fields.none(item.key());
      return to;
    }
    return switch (item.shape()) {
      case NUMBER -> number(item, bytes, from, to, fields);
      case ADDRESS -> address(item, bytes, from, to, fields);
      default -> {
        fields.string(item.key(), bytes, from, to);
        yield to;
      }
    };
  }

  private static int number(Item item, byte[] bytes, int from, int to, FieldWriter fields) {
    if (!Ascii.isNumber(bytes, from, to)) {
      return -1;
    }
    fields.number(item.key(), bytes, from, to);
    return to;
  }

  /** An address of IPv6 has colons too: the last one is before the port. */
  private static int address(Item item, byte[] bytes, int from, int to, FieldWriter fields) {
    int colon = to - 1;
    while (colon > from && Ascii.isDigit(bytes[colon])) {
      colon--;
    }
    boolean hasPort = colon > from && colon < to - 1 && bytes[colon] == ':';
    fields.string(item.key(), bytes, from, hasPort ? colon : to);
    if (hasPort) {
      fields.number(item.keys().get(1), bytes, colon + 1, to);
    }
    return to;
  }

  private static int bracketed(Item item, byte[] bytes, int from, int end, FieldWriter fields) {
    int to = from < end && bytes[from] == '[' ? Ascii.find(bytes, from, end, ']') : end;
    if (to == end) {
      return -1;
    }
    fields.string(item.key(), bytes, from + 1, to);
    return to + 1;
  }

  /** A dash may stand without quotes. */
  private static int missing(Item item, byte[] bytes, int from, int end, FieldWriter fields) {
    if (!isDash(bytes, from, Ascii.find(bytes, from, end, ' '))) {
      return -1;
    }
    fields.none(item.key());
    return from + 1;
  }

  private int quoted(Item item, byte[] bytes, int from, int end, FieldWriter fields) {
    int to = quoted.read(bytes, from, end);
    if (to < 0) {
      return -1;
    }
    byte[] text = quoted.bytes();
    int size = quoted.length();
    if (isDash(text, 0, size)) {
      fields.none(item.key());
    } else if (item.keys().size() == 1) {
      fields.string(item.key(), text, 0, size);
    } else {
      request(item, text, size, fields);
    }
    return to;
  }

  private static void request(Item item, byte[] text, int size, FieldWriter fields) {
    int method = Ascii.find(text, 0, size, ' ');
    int protocol = size - 1;
    while (protocol > method && text[protocol] != ' ') {
      protocol--;
    }
    boolean fits = method > 0 && method < protocol && Ascii.startsWith(text, protocol, size, HTTP);
    if (fits) {
      fields.string(item.key(), text, 0, method);
      fields.string(item.keys().get(1), text, method + 1, protocol);
      fields.string(item.keys().get(2), text, protocol + 1, size);
    } else {
      fields.string(item.keys().get(3), text, 0, size);
    }
  }

  private static boolean isDash(byte[] bytes, int from, int to) {
    return to - from == 1 && bytes[from] == '-';
  }
}
