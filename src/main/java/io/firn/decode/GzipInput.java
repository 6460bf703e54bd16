package io.firn.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** The compressed side of a gzip stream: headers and trailers byte by byte, data in blocks. */
final class GzipInput {
  static final int MAGIC_1 = 0x1F;
  static final int MAGIC_2 = 0x8B;

  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final CRC32 headerCrc = new CRC32();
  private int next;
  private int limit;
  private long offset;

  GzipInput(InputStream in) {
    this.in = in;
  }

  /** How many compressed bytes were consumed so far. */
  long offset() {
    return offset;
  }

  /** Hands the inflater the next block; false at the end of the input. */
  boolean feed(Inflater inflater) throws IOException {
    if (!available()) {
      return false;
    }
    inflater.setInput(buffer, next, limit - next);
    offset += limit - next;
    next = limit;
    return true;
  }

  /** Takes back what a finished inflater did not use of its last block. */
  void takeBack(int unused) {
    next -= unused;
    offset -= unused;
  }

  /** Reads a member's header whole, if there is one more member; zero padding is none. */
  boolean nextMember() throws IOException {
    if (!available()) {
      return false;
    }
    if (buffer[next] == 0) {
      skipPadding();
      return false;
    }
    readHeader();
    return true;
  }

  /** A little-endian number of four bytes. */
  long uint32() throws IOException {
    long low = uint16();
    return low | (long) uint16() << 16;
  }

  void close() throws IOException {
    in.close();
  }

  private void skipPadding() throws IOException {
    while (available()) {
      if (buffer[next] != 0) {
        throw damaged("bytes other than zero padding follow the last gzip member");
      }
      next++;
      offset++;
    }
  }

  private void readHeader() throws IOException {
    headerCrc.reset();
    long start = offset;
    if (uint8() != MAGIC_1 || uint8() != MAGIC_2) {
      throw new DamagedObjectException(
          "bytes that are no gzip follow the last gzip member, at compressed byte " + start);
    }
    int method = uint8();
    if (method != DEFLATE) {
      throw damaged("gzip has the unknown compression method " + method);
    }
    int flags = uint8();
    if ((flags & RESERVED) != 0) {
      throw damaged("gzip has reserved header flags");
    }
    skip(6); // time, extra flags, operating system
    readOptionalFields(flags);
  }

  private void readOptionalFields(int flags) throws IOException {
    if ((flags & EXTRA) != 0) {
      skip(uint16());
    }
    if ((flags & NAME) != 0) {
      skipString();
    }
    if ((flags & COMMENT) != 0) {
      skipString();
    }
    if ((flags & HEADER_CRC) != 0) {
      int actual = (int) headerCrc.getValue() & 0xFFFF;
      if (uint16() != actual) {
        throw damaged("gzip has a wrong header checksum");
      }
    }
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      uint8();
    }
  }

  private void skipString() throws IOException {
    while (uint8() != 0) {}
  }

  private int uint16() throws IOException {
    int low = uint8();
    return low | uint8() << 8;
  }

  private int uint8() throws IOException {
    if (!available()) {
      throw damaged("gzip is cut off in a member's header or trailer");
    }
    int value = buffer[next++] & 0xFF;
    offset++;
    headerCrc.update(value);
    return value;
  }

  private boolean available() throws IOException {
    while (next == limit) {
      int read = in.read(buffer, 0, buffer.length);
      if (read < 0) {
        return false;
      }
      next = 0;
      limit = read;
    }
    return true;
  }

  private DamagedObjectException damaged(String what) {
    return new DamagedObjectException(what + ", at compressed byte " + offset);
  }
}
