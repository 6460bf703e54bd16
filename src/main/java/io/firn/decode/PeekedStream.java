package io.firn.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream whose head is looked at first; a failure in it waits until the reader gets there. */
final class PeekedStream extends InputStream {
  private final InputStream in;
  private final byte[] head;
  private int length;
  private int next;
  private @Nullable IOException failure;

  /** Reads {@code bytes} bytes ahead, or all that there are. */
  PeekedStream(InputStream in, int bytes) {
    this.in = in;
    this.head = new byte[bytes];
    try {
      int read = 0;
      while (read >= 0 && length < bytes) {
        length += read;
        read = in.read(head, length, bytes - length);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** What was read ahead. */
  byte[] head() {
    return Arrays.copyOf(head, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (next < length) {
      int taken = Math.min(count, length - next);
      System.arraycopy(head, next, target, from, taken);
      next += taken;
      return taken;
    }
    if (failure != null) {
      throw failure;
    }
    return in.read(target, from, count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
