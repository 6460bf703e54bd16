package io.firn.decode;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The output of a gzip layer, as long as it stays within bounds. */
final class BoundedStream extends FilterInputStream {
  private final CountedStream stored;
  private final InflateBounds bounds;
  private long inflated;

  /**
   * Bounds one layer.
   *
   * @param stored the bytes of the object as they are stored
   */
  BoundedStream(InputStream layer, CountedStream stored, InflateBounds bounds) {
    super(layer);
    this.stored = stored;
    this.bounds = bounds;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = in.read(target, from, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int bytes) throws DamagedObjectException {
    inflated += bytes;
    if (inflated > bounds.maxInflated()) {
      throw bomb("to more than " + bounds.maxInflated() + " bytes", "max-inflated");
    }
    // What was read ahead makes the ratio look smaller than it is, by one block.
    if (inflated > InflateBounds.FREE_BYTES
        && inflated / bounds.maxRatio() > Math.max(1, stored.count())) {
      throw bomb("to more than " + bounds.maxRatio() + " times its size", "max-ratio");
    }
  }

  private DamagedObjectException bomb(String what, String key) {
    return new DamagedObjectException(
        "gzip inflates "
            + what
            + " (a zip bomb?), at stored byte "
            + stored.count()
            + ", inflated byte "
            + inflated
            + "; raise ingest."
            + key
            + " if it is genuine");
  }
}
