package io.firn.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** True if the slice is valid UTF-8. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    int limit = offset + length;
    int at = ascii(bytes, offset, limit);
    while (at < limit) {
      int step = sequence(bytes, at, limit);
      if (step < 0) {
        return false;
      }
      at += step;
      if (step == 1) {
        at = ascii(bytes, at, limit);
      }
    }
    return true;
  }

  /**
   * The slice as valid UTF-8: each maximal part of a sequence that leads nowhere, and each encoded
   * surrogate, becomes one U+FFFD, just as {@code new String(bytes, UTF_8)} has it.
   */
  public static byte[] repair(byte[] bytes, int offset, int length) {
    int limit = offset + length;
    Bytes out = new Bytes(length);
    int from = offset;
    int at = offset;
    while (at < limit) {
      int step = sequence(bytes, at, limit);
      if (step < 0) {
        out.add(bytes, from, at);
        out.addReplacement();
        from = at - step;
      }
      at += Math.abs(step);
    }
    out.add(bytes, from, limit);
    return out.toByteArray();
  }

  /**
   * The length of the sequence that begins at {@code at}, negative if it is invalid: then that many
   * bytes go together.
   */
  static int sequence(byte[] bytes, int at, int limit) {
    int lead = bytes[at];
    if (lead >= 0) {
      return 1;
    }
    int size = lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
    if (lead < (byte) 0xC2 || lead > (byte) 0xF4 || at + 1 >= limit) {
      return -1;
    }
    if (!mayFollow(lead, bytes[at + 1])) {
      return -1;
    }
    for (int i = 2; i < size; i++) {
      if (at + i >= limit || bytes[at + i] > (byte) 0xBF) {
        return -i;
      }
    }
    return lead == (byte) 0xED && bytes[at + 1] >= (byte) 0xA0 ? -3 : size;
  }

  /** All continuation bytes follow all leads but four, which would be overlong or too large. */
  private static boolean mayFollow(int lead, byte second) {
    return switch (lead) {
      case (byte) 0xE0 -> second >= (byte) 0xA0 && second <= (byte) 0xBF;
      case (byte) 0xF0 -> second >= (byte) 0x90 && second <= (byte) 0xBF;
      case (byte) 0xF4 -> second <= (byte) 0x8F;
      default -> second <= (byte) 0xBF;
    };
  }

  private static int ascii(byte[] bytes, int from, int limit) {
    int at = from;
    while (at <= limit - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < limit && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Bytes that grow. */
  static final class Bytes {
    private byte[] bytes;
    private int size;

    Bytes(int capacity) {
      bytes = new byte[capacity];
    }

    void add(byte[] from, int start, int end) {
      reserve(end - start);
      System.arraycopy(from, start, bytes, size, end - start);
      size += end - start;
    }

    void addReplacement() {
      addCodePoint(0xFFFD);
    }

    void addCodePoint(int point) {
      reserve(4);
      if (point < 0x80) {
        bytes[size++] = (byte) point;
      } else if (point < 0x800) {
        bytes[size++] = (byte) (0xC0 | point >> 6);
        addContinuation(point);
      } else if (point < 0x10000) {
        bytes[size++] = (byte) (0xE0 | point >> 12);
        addContinuation(point >> 6);
        addContinuation(point);
      } else {
        bytes[size++] = (byte) (0xF0 | point >> 18);
        addContinuation(point >> 12);
        addContinuation(point >> 6);
        addContinuation(point);
      }
    }

    private void addContinuation(int bits) {
      bytes[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    byte[] toByteArray() {
      return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
      if (more > bytes.length - size) {
        bytes = Arrays.copyOf(bytes, Math.max(size + more, size + (size >> 1)));
      }
    }
  }
}
