package io.firn.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The inside of a JSON string: where it ends, whether it is whole, and what it says. */
final class JsonString {
  /** The scan's answer for what cannot be a string. */
  static final long INVALID = -1;

  /** Flag above the scan's end: invalid UTF-8 or a lone surrogate. */
  static final long BROKEN = 1L << 33;

  private static final long ESCAPED = 1L << 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';
  private static final byte[] HEX = hexDigits();

  private JsonString() {}

  /** The first byte from {@code at} that is no printable ASCII, or a quote or a backslash. */
  static int plainEnd(byte[] bytes, int at, int last) {
    int words = bytes.length - Long.BYTES;
    int from = at;
    while (from <= words) {
      long special = special((long) LONGS.get(bytes, from));
      if (special != 0) {
        return Math.min(from + (Long.numberOfTrailingZeros(special) >>> 3), last);
      }
      from += Long.BYTES;
    }
    while (from < last && isPlain(bytes[from])) {
      from++;
    }
    return Math.min(from, last);
  }

  /**
   * The high bit of each byte that is not plain. A borrow may set it in bytes above such a one too,
   * so only the lowest counts.
   */
  private static long special(long word) {
    return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
        & HIGH_BITS;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }

  /**
   * Goes on from {@code at} to the end after the closing quote, in the low 32 bits, flags above;
   * INVALID if there is none before {@code last}.
   */
  static long scan(byte[] bytes, int at, int last) {
    long flags = 0;
    int from = at;
    while (from < last) {
      int c = bytes[from];
      if (c == '"') {
        return flags | from + 1;
      }
      if (c >= 0 && c != '\\') {
        if (c < ' ') {
          return INVALID;
        }
        from = plainEnd(bytes, from, last);
        continue;
      }
      int step = c == '\\' ? escape(bytes, from, last) : Utf8.sequence(bytes, from, last);
      if (step == 0) {
        return INVALID;
      }
      flags |= (c == '\\' ? ESCAPED : 0) | (step < 0 ? BROKEN : 0);
      from += Math.abs(step);
    }
    return INVALID;
  }

  /** True if the scan met only valid UTF-8 and no escape. */
  static boolean isPlain(long scan) {
    return (scan & (ESCAPED | BROKEN)) == 0;
  }

  /** The length of the escape: 2, 6, 12 for a pair, -6 for a lone surrogate, 0 for none. */
  private static int escape(byte[] bytes, int at, int last) {
    return switch (bytes[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> {
        int unit = unit(bytes, at, last);
        if (unit < 0) {
          yield 0;
        }
        if (!isSurrogate(unit)) {
          yield 6;
        }
        yield isLow(unit) || !isLow(unit(bytes, at + 6, last)) ? -6 : 12;
      }
      default -> 0;
    };
  }

  /**
   * The UTF-16 unit that the six bytes {@code \\uXXXX} stand for, -1 if they are something else.
   */
  private static int unit(byte[] bytes, int at, int last) {
    if (at + 6 > last || bytes[at] != '\\' || bytes[at + 1] != 'u') {
      return -1;
    }
    return hex(bytes[at + 2]) << 12
        | hex(bytes[at + 3]) << 8
        | hex(bytes[at + 4]) << 4
        | hex(bytes[at + 5]);
  }

  private static int hex(byte b) {
    return HEX[b & 0xFF];
  }

  private static boolean isSurrogate(int unit) {
    return unit >> 11 == 0xD800 >> 11;
  }

  private static boolean isLow(int unit) {
    return unit >> 10 == 0xDC00 >> 10;
  }

  /** The content, between the quotes, of a string that was scanned before. */
  static byte[] decode(byte[] bytes, int start, int end) {
    Utf8.Bytes out = new Utf8.Bytes(end - start);
    int from = start;
    int at = start;
    while (at < end) {
      int c = bytes[at];
      int step = c == '\\' ? escape(bytes, at, end) : Utf8.sequence(bytes, at, end);
      if (c == '\\' || step < 0) {
        out.add(bytes, from, at);
        out.addCodePoint(step < 0 ? 0xFFFD : codePoint(bytes, at, step));
        from = at + Math.abs(step);
      }
      at += Math.abs(step);
    }
    out.add(bytes, from, end);
    return out.toByteArray();
  }

  private static int codePoint(byte[] bytes, int at, int step) {
    if (step == 12) {
      int low = unit(bytes, at + 6, at + 12);
      return Character.toCodePoint((char) unit(bytes, at, at + 6), (char) low);
    }
    return switch (bytes[at + 1]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit(bytes, at, at + 6);
      default -> bytes[at + 1];
    };
  }

  private static byte[] hexDigits() {
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < 16; i++) {
      digits[Character.forDigit(i, 16)] = (byte) i;
      digits[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
    return digits;
  }
}
