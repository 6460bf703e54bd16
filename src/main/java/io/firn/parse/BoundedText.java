package io.firn.parse;

/** Text that a pattern may look at only so often: some patterns would look for years. */
final class BoundedText implements CharSequence {
  private static final long LOOKS = 100_000;
  private static final long LOOKS_EACH = 100;

  private final String text;
  private long left;

  BoundedText(String text) {
    this.text = text;
    this.left = LOOKS + LOOKS_EACH * text.length();
  }

  /** The match is given up. */
  static final class TooManyLooksException extends RuntimeException {
    TooManyLooksException() {
      super("Too many looks", null, false, false);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new TooManyLooksException();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
