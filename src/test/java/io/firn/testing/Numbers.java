package io.firn.testing;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers compared by value, whatever their size. */
final class Numbers {
  private static final int SURE_DOUBLE_DIGITS = 15;

  private Numbers() {}

  /** Whether a column's Long, Double or BigDecimal is the number that was spelled. */
  static boolean same(String text, Object stored) {
    if (!(stored instanceof Double number)) {
      return canonical(text).equals(canonical(stored.toString()));
    }
    if (number.isNaN() || number.isInfinite()) {
      return false;
    }
    String canonical = canonical(text);
    if (canonical.equals(canonical(new BigDecimal(Double.toString(number)).toString()))) {
      return true;
    }
    // The toString of JDK 17 does not always print the shortest text of a double.
    String digits = canonical.substring(0, canonical.indexOf('E')).replace("-", "");
    return digits.length() <= SURE_DOUBLE_DIGITS && Double.parseDouble(text) == number;
  }

  /** Sign, digits without zeros at either end, E and the power of ten; 0 is {@code 0E0}. */
  private static String canonical(String text) {
    String unsigned = text.startsWith("-") ? text.substring(1) : text;
    String lower = unsigned.replace('E', 'e');
    int e = lower.indexOf('e');
    String mantissa = e < 0 ? lower : lower.substring(0, e);
    String spelled = e < 0 ? "0" : lower.substring(e + 1).replace("+", "");
    int point = mantissa.indexOf('.');
    long fraction = point < 0 ? 0 : mantissa.length() - point - 1;
    String digits = mantissa.replace(".", "").replaceFirst("^0+", "");
    String significant = digits.replaceFirst("0+$", "");
    if (significant.isEmpty()) {
      return "0E0";
    }
    BigInteger exponent =
        new BigInteger(spelled)
            .subtract(BigInteger.valueOf(fraction))
            .add(BigInteger.valueOf(digits.length() - significant.length()));
    return (text.startsWith("-") ? "-" : "") + significant + "E" + exponent;
  }
}
