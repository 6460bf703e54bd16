package io.firn.decode;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stream that are needed at the moment, from {@link #start} to {@link #end}. */
final class ByteWindow {
  private final int maxCapacity;
  private InputStream in;
  private byte[] bytes;
  private int start;
  private int end;
  private boolean atEnd;
  private long passed;
  private long read;

  /**
   * Over a stream that needs no buffering.
   *
   * @param mostNeeded how many bytes are ever needed at a time
   */
  ByteWindow(InputStream in, int initialCapacity, int mostNeeded) {
    this.in = in;
    this.bytes = new byte[initialCapacity];
    this.maxCapacity = Math.max(initialCapacity, mostNeeded + 1);
  }

  /** Goes on with another stream. */
  void reset(InputStream next) {
    in = next;
    start = 0;
    end = 0;
    passed = 0;
    atEnd = false;
  }

  /** Holds the bytes; another array, and other places in it, after each {@link #fill}. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int length() {
    return end - start;
  }

  /** The place of {@link #start} in the stream. */
  long offset() {
    return passed;
  }

  /** How many bytes were read so far, of all streams. */
  long read() {
    return read;
  }

  /** Lets go of the first bytes. */
  void advance(int count) {
    start += count;
    passed += count;
  }

  /** Reads more, and may move what is needed; false at the end of the stream. */
  boolean fill() throws IOException {
    if (atEnd) {
      return false;
    }
    if (end == bytes.length) {
      makeRoom();
    }
    int count = in.read(bytes, end, bytes.length - end);
    if (count < 0) {
      atEnd = true;
      return false;
    }
    end += count;
    read += count;
    return true;
  }

  /** Reads until {@code count} bytes are there, or to the end of the stream. */
  boolean require(int count) throws IOException {
    while (length() < count) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  void close() throws IOException {
    in.close();
  }

  private void makeRoom() {
    int kept = length();
    byte[] target = bytes;
    if (kept > bytes.length / 2 && bytes.length < maxCapacity) {
      target = new byte[grown()];
    }
    System.arraycopy(bytes, start, target, 0, kept);
    bytes = target;
    start = 0;
    end = kept;
  }

  /** Large ones grow to the most at once: both arrays must fit into memory. */
  private int grown() {
    return bytes.length >= maxCapacity / 4 ? maxCapacity : 2 * bytes.length;
  }
}
