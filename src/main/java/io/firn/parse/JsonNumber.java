package io.firn.parse;

/** How a number is spelled and which types hold it exactly: a code under 32, made of these bits. */
public final class JsonNumber {
  /** Integral and within 64 bits: {@code 1.0}, {@code 1e3} and {@code -0} are. */
  public static final int FITS_LONG = 1;

  /** Equal to the decimal that {@link Double#toString} prints of its nearest, finite double. */
  public static final int FITS_DOUBLE = 2;

  /** Integral and of at most 38 digits. */
  public static final int FITS_DECIMAL = 4;

  /** An integer without fraction or exponent, within 64 bits. */
  public static final int SPELLED_LONG = 0;

  /** With a fraction or an exponent. */
  public static final int SPELLED_DOUBLE = 8;

  /** An integer without fraction or exponent, beyond 64 bits. */
  public static final int SPELLED_DECIMAL = 16;

  /** The mask of the FITS bits. */
  public static final int FITS = 7;

  /** The mask of the SPELLED bits. */
  public static final int SPELLED = 24;

  private JsonNumber() {}
}
