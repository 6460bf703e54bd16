package io.firn.parse;

import java.util.Arrays;

/**
 * Text between double quotes, its escapes resolved: a backslash before a quote, a backslash, {@code
 * n}, {@code r}, {@code t}, or {@code x} and two hex digits. For one thread; used again.
 */
final class QuotedText {
  private byte[] bytes = new byte[256];
  private int length;

  /**
   * Reads text that begins at a quote. It ends at the first quote before white space or the end:
   * some servers do not escape others.
   *
   * @return behind the closing quote; -1 if there is none
   */
  int read(byte[] from, int quote, int end) {
    length = 0;
    int at = quote + 1;
    while (at < end) {
      byte b = from[at];
      if (b == '"' && (at + 1 == end || Ascii.isSpace(from[at + 1]))) {
        return at + 1;
      }
      int step = b == '\\' && at + 1 < end ? escape(from, at, end) : 0;
      if (step == 0) {
        add(b);
        step = 1;
      }
      at += step;
    }
    return -1;
  }

  /** The length of an escape, whose meaning is added; 0 if it is none. */
  private int escape(byte[] from, int at, int end) {
    switch (from[at + 1]) {
      case '"', '\\' -> add(from[at + 1]);
      case 'n' -> add((byte) '\n');
      case 'r' -> add((byte) '\r');
      case 't' -> add((byte) '\t');
      case 'x' -> {
        int high = at + 3 < end ? Character.digit(from[at + 2], 16) : -1;
        int low = at + 3 < end ? Character.digit(from[at + 3], 16) : -1;
        if (high < 0 || low < 0) {
          return 0;
        }
        add((byte) (high << 4 | low));
        return 4;
      }
      default -> {
        return 0;
      }
    }
    return 2;
  }

  private void add(byte b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = b;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
