package io.firn.parse;

/** What stands where in bytes that are text, as far as ASCII tells. */
final class Ascii {
  private static final int UUID_LENGTH = 36;

  private Ascii() {}

  static boolean startsWith(byte[] bytes, int from, int to, String start) {
    if (to - from < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (bytes[from + i] != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first such byte, or {@code to}. */
  static int find(byte[] bytes, int from, int to, char wanted) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** The end of the slice without the newlines that it ends in. */
  static int withoutNewlines(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  /** The end of the slice without the white space at its end. */
  static int withoutSpace(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && isSpace(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isUpper(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  static boolean isLetter(byte b) {
    return isUpper(b) || (b >= 'a' && b <= 'z');
  }

  /** A number as logs have them: digits, a sign before and a fraction behind them or not. */
  static boolean isNumber(byte[] bytes, int from, int to) {
    int at = from < to && bytes[from] == '-' ? from + 1 : from;
    int digits = digits(bytes, at, to);
    if (digits > at && digits < to && bytes[digits] == '.') {
      int fraction = digits(bytes, digits + 1, to);
      return fraction > digits + 1 && fraction == to;
    }
    return digits > at && digits == to;
  }

  /** The end of the digits that begin there. */
  static int digits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isDigit(bytes[at])) {
      at++;
    }
    return at;
  }

  /** A UUID, in either case. */
  static boolean isUuid(byte[] bytes, int from, int to) {
    if (to - from != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      byte b = bytes[from + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? b != '-' : Character.digit(b, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes from there are digits where the form has {@code 0}, and else the same. */
  static boolean matches(byte[] bytes, int from, int to, String form) {
    if (to - from < form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      byte b = bytes[from + i];
      if (form.charAt(i) == '0' ? !isDigit(b) : b != form.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
