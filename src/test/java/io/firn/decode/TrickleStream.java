package io.firn.decode;

import java.io.InputStream;

/** Gives at most {@code step} bytes a read and never admits that more are available. */
final class TrickleStream extends InputStream {
  private final byte[] bytes;
  private final int step;
  private int next;

  TrickleStream(byte[] bytes, int step) {
    this.bytes = bytes;
    this.step = step;
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public int read() {
    return next == bytes.length ? -1 : bytes[next++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (length == 0) {
      return 0;
    }
    int count = Math.min(Math.min(step, length), bytes.length - next);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(bytes, next, target, from, count);
    next += count;
    return count;
  }
}
