package io.firn.policy;

import java.util.Arrays;

/**
 * A text made of pieces of others, in the order in which they are copied; its buffer is used again
 * for the next one.
 */
final class SplicedText {
  private byte[] bytes = new byte[1 << 10];
  private int length;
  private int copied;

  /** Begins anew, with a source of which nothing before an offset is copied. */
  void begin(int from) {
    length = 0;
    copied = from;
  }

  /** Copies the source from where the last copy or skip ended. */
  void copyTo(byte[] source, int to) {
    append(source, copied, to);
    copied = to;
  }

  /** Goes on at an offset, of this source or of another. */
  void skipTo(int to) {
    copied = to;
  }

  void append(byte[] source, int from, int to) {
    int more = to - from;
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
    System.arraycopy(source, from, bytes, length, more);
    length += more;
  }

  /** The text, from offset 0. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
