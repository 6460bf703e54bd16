package io.firn.policy;

import org.jspecify.annotations.Nullable;

/**
 * The value of a number as JSON spells it, compared exactly in time linear in its spelling,
 * whatever its exponent.
 */
final class Decimal implements Comparable<Decimal> {
  /** No literal reaches it, so exponents beyond it need not be told apart. */
  private static final long LARGEST_EXPONENT = 1_000_000_000_000L;

  private final byte[] bytes;
  private final int sign;

  /** The first digit that is not zero. */
  private final int first;

  /** The end after the last digit that is not zero. */
  private final int end;

  /** The power of ten of the first digit. */
  private final long magnitude;

  private Decimal(byte[] bytes, int sign, int first, int end, long magnitude) {
    this.bytes = bytes;
    this.sign = sign;
    this.first = first;
    this.end = end;
    this.magnitude = magnitude;
  }

  /** Takes a valid JSON number. */
  static Decimal of(byte[] number) {
    return of(number, 0, number.length);
  }

  /** Takes a valid JSON number, whose bytes must not change while it is in use. */
  static Decimal of(byte[] bytes, int from, int to) {
    int mantissaEnd = from;
    int point = -1;
    int first = -1;
    int end = -1;
    for (; mantissaEnd < to && (bytes[mantissaEnd] | 0x20) != 'e'; mantissaEnd++) {
      byte b = bytes[mantissaEnd];
      if (b == '.') {
        point = mantissaEnd;
      } else if (b >= '1' && b <= '9') {
        first = first < 0 ? mantissaEnd : first;
        end = mantissaEnd + 1;
      }
    }
    if (first < 0) {
      return new Decimal(bytes, 0, from, from, 0);
    }
    int units = point < 0 ? mantissaEnd : point;
    long places = first < units ? units - first - 1 : units - first;
    return new Decimal(
        bytes, bytes[from] == '-' ? -1 : 1, first, end, places + exponent(bytes, mantissaEnd, to));
  }

  private static long exponent(byte[] bytes, int at, int to) {
    if (at == to) {
      return 0;
    }
    long exponent = 0;
    for (int i = at + 1; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        exponent = Math.min(exponent * 10 + (bytes[i] - '0'), LARGEST_EXPONENT);
      }
    }
    return bytes[at + 1] == '-' ? -exponent : exponent;
  }

  @Override
  public int compareTo(Decimal that) {
    if (sign != that.sign || sign == 0) {
      return Integer.compare(sign, that.sign);
    }
    return magnitude != that.magnitude
        ? sign * Long.compare(magnitude, that.magnitude)
        : sign * compareDigits(that);
  }

  private int compareDigits(Decimal that) {
    int i = first;
    int j = that.first;
    while (i < end && j < that.end) {
      if (bytes[i] == '.') {
        i++;
      } else if (that.bytes[j] == '.') {
        j++;
      } else if (bytes[i] != that.bytes[j]) {
        return Byte.compare(bytes[i], that.bytes[j]);
      } else {
        i++;
        j++;
      }
    }
    return Integer.compare(end - i, that.end - j);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Decimal that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(magnitude) * 3 + sign;
  }
}
