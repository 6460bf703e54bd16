package io.firn.decode;

import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class InflateBoundsTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int READ = 1 << 16;

  /** 80 MiB of zeros, about a thousandth of it as gzip. */
  private static byte[] bomb = {};

  @BeforeAll
  static void zip() {
    bomb = gzip(new byte[80 * MEBIBYTE]);
    assertThat(80 * MEBIBYTE / bomb.length).isBetween(1000, 1032);
  }

  @Test
  void bombsOfEveryDepthAreFound() throws IOException {
    byte[] object = bomb;
    for (int depth = 1; depth <= Gunzip.MAX_DEPTH; depth++) {
      CountingReader reader = new CountingReader(object, InflateBounds.DEFAULT);
      assertThatThrownBy(reader::readAll)
          .as("depth %s", depth)
          .isInstanceOf(DamagedObjectException.class)
          .hasMessageStartingWith("gzip inflates to more than 500 times its size (zip bomb?), at ")
          .hasMessageContaining("at compressed byte ")
          .hasMessageContaining(", inflated byte ")
          .hasMessageEndingWith("; raise ingest.max-ratio if it is genuine");
      assertThat(reader.read)
          .isBetween(InflateBounds.FREE_BYTES - READ, InflateBounds.FREE_BYTES + READ);
      object = gzip(object);
    }
  }

  @Test
  void layersThatGiveNothingFurtherInsideAreBoundToo() {
    byte[] empty = gzip("");
    byte[] members = new byte[empty.length * (70 * MEBIBYTE / empty.length)];
    for (int i = 0; i < members.length; i++) {
      members[i] = empty[i % empty.length];
    }
    byte[] object = gzip(members);
    assertThat(members.length / object.length).isGreaterThan(300);

    CountingReader reader = new CountingReader(object, new InflateBounds(1L << 40, 200));
    assertThatThrownBy(reader::readAll).hasMessageContaining("more than 200 times its size");
    assertThat(reader.read).isZero();
  }

  @Test
  void whatIsGenuineCanBeAllowed() throws IOException {
    CountingReader reader = new CountingReader(bomb, new InflateBounds(1L << 40, 2000));
    reader.readAll();
    assertThat(reader.read).isEqualTo(80 * MEBIBYTE);
  }

  @Test
  void smallObjectsHaveNoRatio() throws IOException {
    CountingReader reader =
        new CountingReader(gzip(gzip(new byte[64 * MEBIBYTE])), InflateBounds.DEFAULT);
    reader.readAll();
    assertThat(reader.read).isEqualTo(64 * MEBIBYTE);
  }

  @Test
  void plainObjectsAreNotBound() throws IOException {
    CountingReader reader = new CountingReader(utf8("plain text"), new InflateBounds(1, 1));
    reader.readAll();
    assertThat(reader.read).isEqualTo(10);
  }

  @Test
  void inflatedBytesAreBound() throws IOException {
    for (byte[] object : new byte[][] {gzip(new byte[1000]), gzip(gzip(new byte[1000]))}) {
      new CountingReader(object, new InflateBounds(1000, 1)).readAll();
      CountingReader reader = new CountingReader(object, new InflateBounds(999, 1));
      assertThatThrownBy(reader::readAll)
          .isInstanceOf(DamagedObjectException.class)
          .hasMessageStartingWith("gzip inflates to more than 999 bytes (zip bomb?), at compressed")
          .hasMessageEndingWith(", inflated byte 1000; raise ingest.max-inflated if it is genuine");
    }
  }

  @Test
  void boundsAreAtLeastOne() {
    assertThatThrownBy(() -> new InflateBounds(0, 1))
        .hasMessage("Invalid maximum of inflated bytes: 0 (must be >= 1)");
    assertThatThrownBy(() -> new InflateBounds(1, 0))
        .hasMessage("Invalid maximum inflation ratio: 0 (must be >= 1)");
  }

  /** Counts what comes out before the end or a failure. */
  private static final class CountingReader {
    private final byte[] object;
    private final InflateBounds bounds;
    private long read;

    CountingReader(byte[] object, InflateBounds bounds) {
      this.object = object;
      this.bounds = bounds;
    }

    void readAll() throws IOException {
      byte[] buffer = new byte[READ];
      try (InputStream in = Gunzip.peel(new ByteArrayInputStream(object), bounds)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          read += count;
        }
      }
    }
  }
}
