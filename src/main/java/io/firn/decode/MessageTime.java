package io.firn.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/**
 * The time that a message states by itself.
 *
 * <p>Text: a stamp at its start, perhaps in a bracket, {@code 2026-01-31T23:59:59}. {@code T} may
 * be {@code t} or a space; up to nine decimals may follow after a point or a comma, and {@code Z},
 * an offset ({@code +01:00}, {@code +0100}, {@code +01}, the first two after a space too) or
 * nothing for UTC. No letter or digit may follow that.
 *
 * <p>A JSON value: a string that is such a stamp and nothing else, or a number, in quotes or not,
 * since 1970: of seconds from 1e8, of milliseconds from 1e11, of microseconds from 1e14, of
 * nanoseconds from 1e17, up to 9e18. What is finer than a millisecond is cut off.
 */
final class MessageTime {
  private static final int SECONDS_END = 19;
  private static final int MOST_DECIMALS = 9;
  private static final int MOST_DIGITS = 18;
  private static final int MOST_CHARACTERS = 40;
  private static final double LARGEST = 9e18;
  private static final Pattern EXPONENTIAL =
      Pattern.compile("[0-9]+(?:\\.[0-9]+)?[eE][+-]?[0-9]{1,3}");
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final Stamp dates = new Stamp();
  private long epochMillis;

  /** The time that was found last. */
  long epochMillis() {
    return epochMillis;
  }

  /** Whether the text begins with a stamp. */
  boolean ofText(byte[] bytes, int from, int to) {
    int start = from < to && bytes[from] == '[' ? from + 1 : from;
    int end = stampEnd(bytes, start, to);
    return end >= 0 && (end == to || !isLetterOrDigit(bytes[end]));
  }

  /** Whether the JSON value is a time. */
  boolean ofValue(byte[] bytes, int from, int to) {
    if (bytes[from] != '"') {
      return number(bytes, from, to);
    }
    return stampEnd(bytes, from + 1, to - 1) == to - 1 || number(bytes, from + 1, to - 1);
  }

  /** Reads a stamp; returns its end, -1 if there is none. */
  private int stampEnd(byte[] bytes, int at, int to) {
    if (to - at < SECONDS_END || !hasForm(bytes, at)) {
      return -1;
    }
    long day = dates.dayMillis(bytes, at);
    int hour = twoDigits(bytes, at + 11, to);
    int minute = twoDigits(bytes, at + 14, to);
    int second = twoDigits(bytes, at + 17, to);
    if (day == Stamp.NO_DAY || (hour | minute | second) < 0) {
      return -1;
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return -1;
    }
    epochMillis = day + (hour * 60L + minute) * MILLIS_PER_MINUTE + second * 1000L;
    return offset(bytes, decimals(bytes, at + SECONDS_END, to), to);
  }

  private static boolean hasForm(byte[] bytes, int at) {
    byte between = bytes[at + 10];
    return bytes[at + 4] == '-'
        && bytes[at + 7] == '-'
        && (between == 'T' || between == 't' || between == ' ')
        && bytes[at + 13] == ':'
        && bytes[at + 16] == ':';
  }

  /** Adds the decimals, if there are any; returns their end. */
  private int decimals(byte[] bytes, int at, int to) {
    boolean marked = at + 1 < to && (bytes[at] == '.' || bytes[at] == ',');
    if (!marked || !isDigit(bytes[at + 1])) {
      return at;
    }
    int unit = 100;
    int end = at + 1;
    while (end < to && end - at <= MOST_DECIMALS && isDigit(bytes[end])) {
      epochMillis += (long) unit * (bytes[end] - '0');
      unit /= 10;
      end++;
    }
    return end;
  }

  /** Subtracts the offset, if there is one; returns its end. */
  private int offset(byte[] bytes, int at, int to) {
    if (at < to && (bytes[at] == 'Z' || bytes[at] == 'z')) {
      return at + 1;
    }
    boolean apart = at < to && bytes[at] == ' ';
    int sign = apart ? at + 1 : at;
    int hours = sign < to && isSign(bytes[sign]) ? twoDigits(bytes, sign + 1, to) : -1;
    if (hours < 0 || hours > 18) {
      return at;
    }
    int afterHours = sign + 3;
    int colon = afterHours < to && bytes[afterHours] == ':' ? 1 : 0;
    int minutes = twoDigits(bytes, afterHours + colon, to);
    if ((minutes < 0 && apart) || minutes > 59) {
      return at;
    }
    long magnitude = (hours * 60L + Math.max(0, minutes)) * MILLIS_PER_MINUTE;
    epochMillis -= bytes[sign] == '-' ? -magnitude : magnitude;
    return minutes < 0 ? afterHours : afterHours + colon + 2;
  }

  private boolean number(byte[] bytes, int from, int to) {
    int at = from;
    long whole = 0;
    while (at < to && at - from < MOST_DIGITS + 1 && isDigit(bytes[at])) {
      whole = whole * 10 + (bytes[at] - '0');
      at++;
    }
    if (at == from || whole < 0) {
      return false;
    }
    if (at == to) {
      return scaled(whole, 0);
    }
    if (bytes[at] == '.' && onlyDigits(bytes, at + 1, to)) {
      return scaled(whole, thousandths(bytes, at + 1, to));
    }
    return exponential(bytes, from, to);
  }

  private static boolean onlyDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isDigit(bytes[at])) {
      at++;
    }
    return at == to && from < to;
  }

  private static int thousandths(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      value = value * 10 + (i < to ? bytes[i] - '0' : 0);
    }
    return value;
  }

  private boolean exponential(byte[] bytes, int from, int to) {
    if (to - from > MOST_CHARACTERS) {
      return false;
    }
    String number = new String(bytes, from, to - from, ISO_8859_1);
    double value = EXPONENTIAL.matcher(number).matches() ? Double.parseDouble(number) : 0;
    if (value >= LARGEST) {
      return false;
    }
    long whole = (long) value;
    return scaled(whole, (int) Math.min(999, Math.round((value - whole) * 1000)));
  }

  /** Takes a number by its magnitude. */
  private boolean scaled(long whole, int thousandths) {
    if (whole < 100_000_000L) {
      return false;
    }
    if (whole < 100_000_000_000L) {
      epochMillis = whole * 1000 + thousandths;
    } else if (whole < 100_000_000_000_000L) {
      epochMillis = whole;
    } else if (whole < 100_000_000_000_000_000L) {
      epochMillis = whole / 1000;
    } else {
      epochMillis = whole / 1_000_000;
    }
    return true;
  }

  private static int twoDigits(byte[] bytes, int at, int to) {
    return at + 1 < to && isDigit(bytes[at]) && isDigit(bytes[at + 1])
        ? (bytes[at] - '0') * 10 + bytes[at + 1] - '0'
        : -1;
  }

  private static boolean isSign(byte b) {
    return b == '+' || b == '-';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetterOrDigit(byte b) {
    int lower = b | 0x20;
    return isDigit(b) || (lower >= 'a' && lower <= 'z');
  }
}
