package io.firn.parse;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * One number, taken apart: sign, digits and power of ten; allocates nothing for everyday numbers.
 */
final class NumberScan {
  private static final long[] POWERS = powers();
  private static final double[] EXACT_POWERS = exactPowers();

  /** A long holds every mantissa of so many digits, unsigned. */
  private static final int LONG_DIGITS = 19;

  private static final int DECIMAL_DIGITS = 38;
  private static final long LARGEST_EXPONENT = 10_000_000_000L;

  /**
   * Numbers of at most 15 digits, with at most 16 before the point, have a double of their own, and
   * it prints as them. Of larger ones, Double.toString of JDK 17 prints some with a digit too many:
   * 2E23 as 1.9999999999999998E23 (JDK-4511638).
   */
  private static final long DOUBLE_MANTISSAS = 1_000_000_000_000_000L;

  private static final int MOST_DOUBLE_PLACES = 16;
  private static final int LEAST_DOUBLE_PLACES = -250;

  private byte[] bytes = {};
  private int start;
  private int end;
  private int code;
  private boolean negative;

  /** Up to 19 digits, unsigned; undefined if there are more. */
  private long mantissa;

  /** Significant digits, without zeros at either end; only known after {@link #takeApart}. */
  private long digits;

  private long exponent;

  /** What parsing the digits gave, NaN if nobody had to: it is slow. */
  private double parsed = Double.NaN;

  /** The end of the number that begins at {@code at}, -1 if none does. Stops at a brace. */
  static int end(byte[] bytes, int at) {
    int to = bytes[at] == '-' ? at + 1 : at;
    int first = bytes[to];
    if (!isDigit(first)) {
      return -1;
    }
    to++;
    if (first != '0') {
      while (isDigit(bytes[to])) {
        to++;
      }
    }
    int c = bytes[to];
    return c == '.' || (c | 0x20) == 'e' ? fractionEnd(bytes, to) : to;
  }

  private static int fractionEnd(byte[] bytes, int at) {
    int to = bytes[at] == '.' ? digitsEnd(bytes, at + 1) : at;
    if (to < 0 || (bytes[to] | 0x20) != 'e') {
      return to;
    }
    to++;
    return digitsEnd(bytes, bytes[to] == '+' || bytes[to] == '-' ? to + 1 : to);
  }

  private static int digitsEnd(byte[] bytes, int at) {
    int to = at;
    while (isDigit(bytes[to])) {
      to++;
    }
    return to == at ? -1 : to;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Takes a valid number. */
  void scan(byte[] number, int from, int to) {
    bytes = number;
    start = from;
    end = to;
    parsed = Double.NaN;
    negative = number[from] == '-';
    int first = negative ? from + 1 : from;
    if (to - first > 18 || !isSimple(first)) {
      takeApart(first);
      code = classify();
    }
  }

  /** A code of {@link JsonNumber}. */
  int code() {
    return code;
  }

  /** Its value, if it fits. */
  long longValue() {
    long magnitude = mantissa == 0 ? 0 : mantissa * POWERS[(int) exponent];
    return negative ? -magnitude : magnitude;
  }

  /** Its nearest double, if it fits. */
  double doubleValue() {
    double magnitude = magnitude();
    return negative ? -magnitude : magnitude;
  }

  /** Its value with scale 0, if it fits. */
  BigDecimal decimalValue() {
    if ((code & JsonNumber.FITS_LONG) != 0) {
      return BigDecimal.valueOf(longValue());
    }
    StringBuilder text = new StringBuilder(DECIMAL_DIGITS + 1).append(negative ? "-" : "");
    for (int i = start, left = (int) digits; left > 0; i++) {
      if (isDigit(bytes[i]) && (bytes[i] != '0' || left < digits)) {
        text.append((char) bytes[i]);
        left--;
      }
    }
    return new BigDecimal(text.append("0".repeat((int) exponent)).toString());
  }

  /** True, with the fields set, if up to 18 characters are an everyday integer or fraction. */
  private boolean isSimple(int first) {
    long value = 0;
    int point = end;
    for (int i = first; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
      } else if (bytes[i] == '.') {
        point = i + 1;
      } else {
        return false;
      }
    }
    if (value >= DOUBLE_MANTISSAS) {
      return false;
    }
    int scale = end - point;
    for (int i = end - 1; scale > 0 && bytes[i] == '0'; i--) {
      value /= 10;
      scale--;
    }
    mantissa = value;
    exponent = -scale;
    code =
        (scale == 0 ? JsonNumber.FITS : JsonNumber.FITS_DOUBLE)
            | (point == end ? JsonNumber.SPELLED_LONG : JsonNumber.SPELLED_DOUBLE);
    return true;
  }

  private void takeApart(int first) {
    mantissa = 0;
    digits = 0;
    exponent = 0;
    long zeros = 0;
    boolean fraction = false;
    int at = first;
    for (; at < end && (bytes[at] | 0x20) != 'e'; at++) {
      if (bytes[at] == '.') {
        fraction = true;
        continue;
      }
      exponent -= fraction ? 1 : 0;
      if (bytes[at] == '0') {
        zeros += digits > 0 ? 1 : 0;
        continue;
      }
      digits += zeros + 1;
      if (digits <= LONG_DIGITS) {
        mantissa = mantissa * POWERS[(int) zeros + 1] + (bytes[at] - '0');
      }
      zeros = 0;
    }
    exponent += zeros + spelledExponent(at);
    code = fraction || at < end ? JsonNumber.SPELLED_DOUBLE : JsonNumber.SPELLED_LONG;
  }

  private long spelledExponent(int at) {
    if (at == end) {
      return 0;
    }
    long spelled = 0;
    for (int i = at + 1; i < end && spelled < LARGEST_EXPONENT; i++) {
      if (isDigit(bytes[i])) {
        spelled = spelled * 10 + (bytes[i] - '0');
      }
    }
    return bytes[at + 1] == '-' ? -spelled : spelled;
  }

  private int classify() {
    if (digits == 0) {
      exponent = 0;
      return code | JsonNumber.FITS;
    }
    int spelled = code;
    int fits = fitsDouble() ? JsonNumber.FITS_DOUBLE : 0;
    if (exponent >= 0) {
      boolean fitsLong = fitsLong();
      fits |= fitsLong ? JsonNumber.FITS_LONG : 0;
      fits |= digits + exponent <= DECIMAL_DIGITS ? JsonNumber.FITS_DECIMAL : 0;
      if (!fitsLong && spelled == JsonNumber.SPELLED_LONG) {
        spelled = JsonNumber.SPELLED_DECIMAL;
      }
    }
    return fits | spelled;
  }

  private boolean fitsLong() {
    long places = digits + exponent;
    if (places != LONG_DIGITS) {
      return places < LONG_DIGITS;
    }
    long magnitude = mantissa * POWERS[(int) exponent];
    return Long.compareUnsigned(magnitude, negative ? Long.MIN_VALUE : Long.MAX_VALUE) <= 0;
  }

  /** No double prints more than 18 digits: Double.toString leaves out at least one of 19. */
  private boolean fitsDouble() {
    if (digits >= LONG_DIGITS) {
      return false;
    }
    long places = digits + exponent;
    if (mantissa < DOUBLE_MANTISSAS
        && places <= MOST_DOUBLE_PLACES
        && places >= LEAST_DOUBLE_PLACES) {
      return true;
    }
    return Math.abs(places) < 330 && printsAsItself(magnitude());
  }

  private boolean printsAsItself(double value) {
    if (Double.isInfinite(value)) {
      return false;
    }
    NumberScan printed = new NumberScan();
    byte[] text = Double.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    printed.bytes = text;
    printed.end = text.length;
    printed.takeApart(0);
    return printed.mantissa == mantissa && printed.exponent == exponent;
  }

  /** Two exact doubles make an exactly rounded product or quotient. */
  private double magnitude() {
    if (!Double.isNaN(parsed)) {
      return parsed;
    }
    if (mantissa >>> 53 == 0 && Math.abs(exponent) < EXACT_POWERS.length) {
      return exponent < 0
          ? mantissa / EXACT_POWERS[(int) -exponent]
          : mantissa * EXACT_POWERS[(int) exponent];
    }
    parsed = Double.parseDouble(Long.toUnsignedString(mantissa) + "E" + exponent);
    return parsed;
  }

  private static long[] powers() {
    long[] powers = new long[LONG_DIGITS];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private static double[] exactPowers() {
    double[] powers = new double[23];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Double.parseDouble("1e" + i);
    }
    return powers;
  }
}
