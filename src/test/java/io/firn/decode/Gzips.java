package io.firn.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Gzip bytes for tests. */
final class Gzips {
  private Gzips() {}

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gzip(String content) {
    return gzip(utf8(content));
  }

  /** A member whose header has every optional field. */
  static byte[] gzipWithAllHeaderFields(String content) {
    byte[] plain = gzip(content);
    byte[] start = concat(slice(plain, 0, 3), new byte[] {2 | 4 | 8 | 16}, slice(plain, 4, 10));
    byte[] extra = concat(new byte[] {0, 1}, new byte[256]);
    byte[] header = concat(start, extra, utf8("000000\0"), utf8("a comment\0"));
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] headerCrc = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    return concat(header, headerCrc, slice(plain, 10, plain.length));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
