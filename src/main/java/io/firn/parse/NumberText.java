package io.firn.parse;

import java.math.BigDecimal;
import java.util.Arrays;

/** A number that stands in a text of its own; for one thread. */
public final class NumberText {
  private final NumberScan scan = new NumberScan();
  private byte[] text = {};

  /** No text yet. */
  public NumberText() {}

  /**
   * True if the text is exactly one number of RFC 8259: no plus sign, no leading zeros, no white
   * space. False: what was read is undefined.
   */
  public boolean read(byte[] ascii) {
    // The scan stops at a brace by itself.
    text = Arrays.copyOf(ascii, ascii.length + 1);
    text[ascii.length] = '}';
    if (NumberScan.end(text, 0) != ascii.length) {
      return false;
    }
    scan.scan(text, 0, ascii.length);
    return true;
  }

  /** How the number is spelled and what it fits, as {@link JsonNumber} has it. */
  public int code() {
    return scan.code();
  }

  /** The value of a number that fits a long. */
  public long longValue() {
    return scan.longValue();
  }

  /** The nearest double of a number that fits one. */
  public double doubleValue() {
    return scan.doubleValue();
  }

  /** The value, with scale 0, of a number that fits a decimal. */
  public BigDecimal decimalValue() {
    return scan.decimalValue();
  }
}
