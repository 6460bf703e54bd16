package io.firn.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates every member of a gzip stream and verifies each one. It never asks {@code available()}:
 * the JDK's GZIPInputStream does, and on network streams takes a pause for the end.
 */
final class GzipStream extends InputStream {
  private enum State {
    BETWEEN_MEMBERS,
    IN_MEMBER,
    AT_END
  }

  private final GzipInput input;
  private final InflateMeter meter;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private State state = State.BETWEEN_MEMBERS;
  private long inflated;
  private long inflatedBefore;
  private @Nullable IOException failure;

  /**
   * One layer of gzip.
   *
   * @param outermost the layer whose stored bytes the ratio is measured by; null if it is this one
   */
  GzipStream(InputStream in, InflateBounds bounds, @Nullable GzipStream outermost) {
    this.input = new GzipInput(in);
    this.meter =
        (count, total) -> bounds.check((outermost == null ? this : outermost).consumed(), total);
  }

  /** One layer of gzip that is measured by others. */
  GzipStream(InputStream in, InflateMeter meter) {
    this.input = new GzipInput(in);
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, target.length);
    if (failure != null) {
      throw failure;
    }
    try {
      return length == 0 ? 0 : readSome(target, from, length);
    } catch (IOException e) {
      // Between two bytes of a header nothing can go on: a stream that failed stays failed.
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    failure = new IOException("Cannot read gzip stream: it is closed");
    inflater.end();
    input.close();
  }

  private int readSome(byte[] target, int from, int length) throws IOException {
    while (state != State.AT_END) {
      if (state == State.BETWEEN_MEMBERS) {
        state = input.nextMember() ? State.IN_MEMBER : State.AT_END;
        continue;
      }
      int count = inflate(target, from, length);
      if (count > 0) {
        crc.update(target, from, count);
        inflated += count;
        meter.inflated(count, inflated);
        return count;
      }
      advance();
    }
    return -1;
  }

  private int inflate(byte[] target, int from, int length) throws IOException {
    try {
      return inflater.inflate(target, from, length);
    } catch (DataFormatException e) {
      throw new DamagedObjectException("corrupt gzip data (" + e.getMessage() + ")" + where(), e);
    }
  }

  private void advance() throws IOException {
    if (inflater.finished()) {
      finishMember();
    } else if (inflater.needsDictionary()) {
      throw new DamagedObjectException("corrupt gzip data (preset dictionary)" + where());
    } else if (inflater.needsInput() && !input.feed(inflater)) {
      throw new DamagedObjectException("gzip is cut off in its data" + where());
    }
  }

  private void finishMember() throws IOException {
    input.takeBack(inflater.getRemaining());
    if (input.uint32() != crc.getValue()) {
      throw new DamagedObjectException("gzip has a wrong checksum (CRC-32)" + where());
    }
    if (input.uint32() != (inflated - inflatedBefore & 0xFFFF_FFFFL)) {
      throw new DamagedObjectException("gzip has a wrong length (ISIZE)" + where());
    }
    inflatedBefore = inflated;
    inflater.reset();
    crc.reset();
    state = State.BETWEEN_MEMBERS;
  }

  /** Compressed bytes that were inflated, without what is read ahead. */
  private long consumed() {
    return input.offset() - inflater.getRemaining();
  }

  private String where() {
    return ", at compressed byte " + consumed() + ", inflated byte " + inflated;
  }
}
