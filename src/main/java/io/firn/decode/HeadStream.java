package io.firn.decode;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream alone. */
final class HeadStream extends FilterInputStream {
  private long left;

  HeadStream(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(target, from, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }
}
