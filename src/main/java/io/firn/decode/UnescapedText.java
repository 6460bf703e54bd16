package io.firn.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What a JSON string says, in bytes. A lone surrogate becomes the three bytes that UTF-8 would have
 * for it (WTF-8), which are no valid UTF-8; other bytes that are none stay as they are.
 */
final class UnescapedText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long BACKSLASHES = ONES * '\\';
  private static final int UNICODE_ESCAPE = 6;

  private byte[] bytes = new byte[1 << 10];
  private int length;

  /** Holds the text in {@code [0, length)}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, UTF_8);
  }

  /** Reads what stands between the quotes; false if an escape is none. */
  boolean read(byte[] json, int from, int to) {
    if (bytes.length < to - from + Long.BYTES) {
      bytes = new byte[Math.max(to - from + Long.BYTES, 2 * bytes.length)];
    }
    length = 0;
    int at = from;
    while (true) {
      at = copyPlain(json, at, to);
      if (at == to) {
        return true;
      }
      at = escape(json, at, to);
      if (at < 0) {
        return false;
      }
    }
  }

  /** Copies up to a backslash or the end, some bytes too many at first. */
  private int copyPlain(byte[] json, int from, int to) {
    int words = Math.min(to, json.length - Long.BYTES + 1);
    int at = from;
    while (at < words) {
      long word = (long) LONGS.get(json, at);
      LONGS.set(bytes, length, word);
      long difference = word ^ BACKSLASHES;
      long found = difference - ONES & ~difference & HIGH_BITS;
      if (found != 0) {
        int plain = Math.min(Long.numberOfTrailingZeros(found) >>> 3, to - at);
        length += plain;
        return at + plain;
      }
      int copied = Math.min(Long.BYTES, to - at);
      at += copied;
      length += copied;
    }
    while (at < to && json[at] != '\\') {
      bytes[length++] = json[at++];
    }
    return at;
  }

  /** Reads the escape at a backslash; returns its end, -1 if it is none. */
  private int escape(byte[] json, int at, int to) {
    if (at + 1 >= to) {
      return -1;
    }
    byte kind = json[at + 1];
    if (kind == 'u') {
      return unicode(json, at, to);
    }
    byte meant =
        switch (kind) {
          case '"', '\\', '/' -> kind;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> -1;
        };
    bytes[length++] = meant;
    return meant < 0 ? -1 : at + 2;
  }

  private int unicode(byte[] json, int at, int to) {
    int unit = unit(json, at, to);
    if (unit < 0) {
      return -1;
    }
    if (Character.isHighSurrogate((char) unit)) {
      int low = unit(json, at + UNICODE_ESCAPE, to);
      if (low >= 0 && Character.isLowSurrogate((char) low)) {
        add(Character.toCodePoint((char) unit, (char) low));
        return at + 2 * UNICODE_ESCAPE;
      }
    }
    add(unit);
    return at + UNICODE_ESCAPE;
  }

  /** The UTF-16 unit of the escape at {@code at}, -1 if there is none. */
  private static int unit(byte[] json, int at, int to) {
    if (at + UNICODE_ESCAPE > to || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + UNICODE_ESCAPE; i++) {
      int digit = json[i] < 0 ? -1 : Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Never more bytes than its escape has. */
  private void add(int point) {
    if (point < 0x80) {
      bytes[length++] = (byte) point;
    } else if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | point >> 6);
      addContinuation(point);
    } else if (point < 0x10000) {
      bytes[length++] = (byte) (0xE0 | point >> 12);
      addContinuation(point >> 6);
      addContinuation(point);
    } else {
      bytes[length++] = (byte) (0xF0 | point >> 18);
      addContinuation(point >> 12);
      addContinuation(point >> 6);
      addContinuation(point);
    }
  }

  private void addContinuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3F));
  }
}
