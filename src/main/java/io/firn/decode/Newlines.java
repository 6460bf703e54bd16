package io.firn.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches for newlines eight bytes at a time. */
final class Newlines {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Newlines() {}

  /** The index of the first newline in {@code [from, end)}, or -1. */
  static int indexOf(byte[] bytes, int from, int end) {
    int i = from;
    for (; i <= end - 8; i += 8) {
      long difference = (long) LONGS.get(bytes, i) ^ NEWLINES;
      // A high bit stays set where a byte was zero; the lowest one is never a false one.
      long zeros = difference - ONES & ~difference & HIGH_BITS;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
