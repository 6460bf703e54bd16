package io.firn.sample;

import java.io.IOException;
import java.io.InputStream;

/** One event a line, without its newline; the last newline of the file starts no event. */
final class LineEvents implements Events {
  private final InputStream in;
  private final TimeLine times;
  private final byte[] block = new byte[1 << 16];
  private final TextBuffer line = new TextBuffer();
  private int next;
  private int limit;
  private long count;
  private long epochMillis;

  LineEvents(InputStream in, TimeLine times) {
    this.in = in;
    this.times = times;
  }

  @Override
  public boolean next() throws IOException, UnsuitableFileException {
    line.clear();
    if (!available()) {
      return false;
    }
    do {
      int newline = newline();
      line.put(block, next, newline - next);
      boolean complete = newline < limit;
      next = complete ? newline + 1 : limit;
      if (complete) {
        break;
      }
    } while (available());
    epochMillis = times.at(count++);
    return true;
  }

  private int newline() {
    int i = next;
    while (i < limit && block[i] != '\n') {
      i++;
    }
    return i;
  }

  private boolean available() throws IOException {
    while (next == limit) {
      int read = in.read(block, 0, block.length);
      if (read < 0) {
        return false;
      }
      next = 0;
      limit = read;
    }
    return true;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }

  @Override
  public byte[] buffer() {
    return line.bytes();
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return line.size();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
