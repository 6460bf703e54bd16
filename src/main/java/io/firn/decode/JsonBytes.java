package io.firn.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Ways through JSON whose structure {@link JsonScan} found whole: they look at no limit. */
final class JsonBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long NEWLINES = ONES * '\n';

  private static final boolean[] SCALARS = scalars();

  private JsonBytes() {}

  private static boolean[] scalars() {
    boolean[] scalars = new boolean[256];
    for (int b = 0; b < scalars.length; b++) {
      scalars[b] = b < 0x80 && (Character.isLetterOrDigit(b) || "+-.".indexOf(b) >= 0);
    }
    return scalars;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** The first byte from {@code at} that is no white space. */
  static int skipSpace(byte[] bytes, int at) {
    int to = at;
    while (isSpace(bytes[to])) {
      to++;
    }
    return to;
  }

  /** The first quote, backslash or newline in {@code [at, end)}, else the end. */
  static int plainEnd(byte[] bytes, int at, int end) {
    int words = bytes.length - Long.BYTES;
    int from = at;
    while (from <= words && from < end) {
      long word = (long) LONGS.get(bytes, from);
      // Of bytes below 0x80, zero alone borrows its high bit; the lowest one is never a false one.
      long special =
          (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | ((word ^ NEWLINES) - ONES))
              & ~word
              & HIGH_BITS;
      if (special != 0) {
        return Math.min(from + (Long.numberOfTrailingZeros(special) >>> 3), end);
      }
      from += Long.BYTES;
    }
    while (from < end && !isSpecial(bytes[from])) {
      from++;
    }
    return Math.min(from, end);
  }

  private static boolean isSpecial(byte b) {
    return b == '"' || b == '\\' || b == '\n';
  }

  /** The end of a string, behind its closing quote. */
  static int stringEnd(byte[] bytes, int quote) {
    int at = plainEnd(bytes, quote + 1, bytes.length);
    while (bytes[at] != '"') {
      at = plainEnd(bytes, at + 2, bytes.length);
    }
    return at + 1;
  }

  /** The end of the value that begins at {@code at}. */
  static int valueEnd(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case '"' -> stringEnd(bytes, at);
      case '{', '[' -> containerEnd(bytes, at);
      default -> scalarEnd(bytes, at);
    };
  }

  private static int containerEnd(byte[] bytes, int at) {
    int depth = 0;
    int to = at;
    do {
      byte b = bytes[to];
      if (b == '"') {
        to = stringEnd(bytes, to);
        continue;
      }
      if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      to++;
    } while (depth > 0);
    return to;
  }

  private static int scalarEnd(byte[] bytes, int at) {
    int to = at;
    while (isScalar(bytes[to])) {
      to++;
    }
    return to;
  }

  /** Whether numbers and literals are made of such bytes. */
  static boolean isScalar(byte b) {
    return SCALARS[b & 0xFF];
  }

  /** Where the value of a key of the object at {@code brace} begins, -1 if it has no such key. */
  static int member(byte[] bytes, int brace, byte[] key) {
    int at = skipSpace(bytes, brace + 1);
    while (bytes[at] == '"') {
      int keyEnd = stringEnd(bytes, at);
      int value = valueAfterKey(bytes, keyEnd);
      if (Arrays.equals(bytes, at + 1, keyEnd - 1, key, 0, key.length)) {
        return value;
      }
      at = nextItem(bytes, valueEnd(bytes, value));
    }
    return -1;
  }

  /** Goes over the colon. */
  static int valueAfterKey(byte[] bytes, int keyEnd) {
    return skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
  }

  /** Goes over the comma after a value, if there is one, to the next key, element or closer. */
  static int nextItem(byte[] bytes, int valueEnd) {
    int at = skipSpace(bytes, valueEnd);
    return bytes[at] == ',' ? skipSpace(bytes, at + 1) : at;
  }
}
