package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GunzipTest {
  private static final String TEXT = "2026-11-18T09:30:00.123Z hello, hello, hello\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void membersFollowEachOtherOnStreamsThatPause(int step) throws IOException {
    byte[] object = concat(gzip("one "), gzip(""), gzip("two "), gzip("three"));

    assertThat(peel(object, step)).isEqualTo(utf8("one two three"));
  }

  @Test
  void plainBytesPassUnchanged() throws IOException {
    for (String text : new String[] {"", "x", "text", "\u001f\u0001text"}) {
      assertThat(peel(utf8(text), 1)).isEqualTo(utf8(text));
    }
  }

  @Test
  void emptyMemberIsEmpty() throws IOException {
    assertThat(peel(gzip(""), 1)).isEmpty();
  }

  @Test
  void optionalHeaderFieldsAreSkipped() throws IOException {
    byte[] member = Gzips.gzipWithAllHeaderFields(TEXT);

    assertThat(peel(concat(member, member), 3)).isEqualTo(utf8(TEXT + TEXT));
  }

  @Test
  void wrongHeaderChecksumIsDamage() {
    byte[] member = Gzips.gzipWithAllHeaderFields(TEXT);
    member[20] ^= 1;

    assertDamaged(member, "wrong header checksum, at compressed byte 287");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void threeLayersArePeeled(int layers) throws IOException {
    byte[] object = utf8(TEXT);
    for (int i = 0; i < layers; i++) {
      object = gzip(object);
    }

    assertThat(peel(object, 5)).isEqualTo(utf8(TEXT));
  }

  @Test
  void fourthLayerIsDamage() {
    assertDamaged(gzip(gzip(gzip(gzip(utf8(TEXT))))), "gzip is nested more than 3 deep");
  }

  @Test
  void layersInsideMembersArePeeled() throws IOException {
    byte[] object = concat(gzip(gzip("one ")), gzip(gzip("two")));

    assertThat(peel(object, 5)).isEqualTo(utf8("one two"));
  }

  @Test
  void zeroPaddingIsNoDamage() throws IOException {
    assertThat(peel(concat(gzip(TEXT), new byte[100_000]), 4096)).isEqualTo(utf8(TEXT));
  }

  @Test
  void otherTrailingBytesAreDamage() {
    byte[] member = gzip(TEXT);
    String at = String.valueOf(member.length);

    assertDamaged(concat(member, utf8("garbage")), "no gzip", "at compressed byte " + at);
    assertDamaged(concat(member, new byte[3], member), "zero padding");
    assertDamaged(concat(member, new byte[] {0x1F}), "cut off in a member's header");
  }

  @Test
  void everyTruncationIsDamage() {
    byte[] object = concat(gzip(TEXT), Gzips.gzipWithAllHeaderFields(TEXT + TEXT));
    int first = gzip(TEXT).length;
    for (int length = 1; length < object.length; length++) {
      if (length != first) {
        assertDamaged(slice(object, 0, length), "cut off in");
      }
    }
  }

  @Test
  void everyFlippedBitOfDataOrTrailerIsDamage() {
    byte[] object = gzip(TEXT);
    for (int bit = 10 * 8; bit < object.length * 8; bit++) {
      byte[] flipped = object.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> peel(flipped, 100))
          .as("bit %s", bit)
          .isInstanceOf(DamagedObjectException.class)
          .hasMessageContaining("at compressed byte ");
    }
  }

  @Test
  void checksumAndLengthOfLaterMembersAreVerified() {
    byte[] second = gzip(TEXT);
    second[second.length - 1] ^= 1;
    assertDamaged(concat(gzip(TEXT), second), "wrong length (ISIZE)", "inflated byte 90");

    byte[] third = gzip(TEXT);
    third[third.length - 5] ^= 1;
    assertDamaged(concat(gzip(TEXT), third), "wrong checksum (CRC-32)", "inflated byte 90");
  }

  @Test
  void unknownMethodAndReservedFlagsAreDamage() {
    byte[] method = gzip(TEXT);
    method[2] = 7;
    assertDamaged(method, "unknown compression method 7");

    byte[] flags = gzip(TEXT);
    flags[3] = 0x20;
    assertDamaged(flags, "reserved header flags");
  }

  @Test
  void dataThatIsNoDeflateIsDamage() {
    assertDamaged(
        concat(slice(gzip(TEXT), 0, 10), new byte[] {7, 7, 7, 7, 7}), "corrupt gzip data");
  }

  @Test
  void failureOfTheStreamItselfPassesUnchanged() throws IOException {
    IOException reset = new IOException("connection reset");
    byte[] object = gzip(TEXT);
    for (int length = 0; length < object.length; length++) {
      InputStream failing = failingAfter(slice(object, 0, length), reset);
      assertThatThrownBy(() -> Gunzip.peel(failing, InflateBounds.DEFAULT).readAllBytes())
          .isSameAs(reset);
    }
  }

  @Test
  void failedStreamStaysFailed() throws IOException {
    byte[] object = gzip(TEXT);
    object[object.length - 8] ^= 1;
    InputStream in = Gunzip.peel(new TrickleStream(object, 10), InflateBounds.DEFAULT);
    assertThatThrownBy(in::readAllBytes).isInstanceOf(DamagedObjectException.class);
    assertThatThrownBy(in::read).isInstanceOf(DamagedObjectException.class);
  }

  @Test
  void largeContentComesBackThroughAnyReadSize() throws IOException {
    byte[] content = new byte[3_000_000];
    Random random = new Random(17);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt(20);
    }
    byte[] object = concat(gzip(slice(content, 0, 1_000_000)), stored(content, 1_000_000));
    for (int size : new int[] {997, 65_536, 1 << 20}) {
      InputStream in = Gunzip.peel(new TrickleStream(object, 70_001), InflateBounds.DEFAULT);
      byte[] target = new byte[content.length + size];
      int length = 0;
      int read;
      while ((read = in.read(target, length, size)) >= 0) {
        length += read;
      }
      assertThat(slice(target, 0, length)).isEqualTo(content);
    }
  }

  /** A member of stored blocks only. */
  private static byte[] stored(byte[] content, int from) {
    Deflater deflater = new Deflater(Deflater.NO_COMPRESSION, true);
    deflater.setInput(content, from, content.length - from);
    deflater.finish();
    byte[] data = new byte[content.length * 2];
    int length = deflater.deflate(data);
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(content, from, content.length - from);
    byte[] header = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    byte[] trailer = concat(uint32(crc.getValue()), uint32(content.length - from));
    return concat(header, slice(data, 0, length), trailer);
  }

  private static byte[] uint32(long value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private static InputStream failingAfter(byte[] bytes, IOException failure) {
    ByteArrayInputStream good = new ByteArrayInputStream(bytes);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int value = good.read();
        if (value < 0) {
          throw failure;
        }
        return value;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        int count = good.read(target, from, length);
        if (count < 0) {
          throw failure;
        }
        return count;
      }
    };
  }

  private static byte[] peel(byte[] object, int step) throws IOException {
    try (InputStream in = Gunzip.peel(new TrickleStream(object, step), InflateBounds.DEFAULT)) {
      return in.readAllBytes();
    }
  }

  private static void assertDamaged(byte[] object, String... words) {
    for (int step : new int[] {1, 1 << 20}) {
      assertThatThrownBy(() -> peel(object, step))
          .isInstanceOf(DamagedObjectException.class)
          .message()
          .contains(words);
    }
  }
}
