package io.firn.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Base64 of RFC 4648, with its padding and nothing else in it. */
final class Base64Bytes {
  private static final byte[] VALUES = values();

  private Base64Bytes() {}

  /** Whether the slice is whole base64. */
  static boolean isBase64(byte[] bytes, int from, int to) {
    int last = to - padding(bytes, from, to);
    if ((to - from) % 4 != 0) {
      return false;
    }
    for (int i = from; i < last; i++) {
      if (VALUES[bytes[i] & 0xFF] < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes what the slice stands for over its beginning; returns its end, or -1 and leaves
   * everything as it is if the slice is no base64.
   */
  static int decodeInPlace(byte[] bytes, int from, int to) {
    if (!isBase64(bytes, from, to)) {
      return -1;
    }
    int padding = padding(bytes, from, to);
    int out = from;
    for (int i = from; i < to; i += 4) {
      int bits =
          value(bytes[i]) << 18
              | value(bytes[i + 1]) << 12
              | value(bytes[i + 2]) << 6
              | value(bytes[i + 3]);
      bytes[out] = (byte) (bits >> 16);
      bytes[out + 1] = (byte) (bits >> 8);
      bytes[out + 2] = (byte) bits;
      out += 3;
    }
    return out - padding;
  }

  private static int padding(byte[] bytes, int from, int to) {
    if (to - from < 4 || bytes[to - 1] != '=') {
      return 0;
    }
    return bytes[to - 2] == '=' ? 2 : 1;
  }

  /** Padding counts as zero. */
  private static int value(byte b) {
    return Math.max(0, VALUES[b & 0xFF]);
  }

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    byte[] alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
    for (int i = 0; i < alphabet.length; i++) {
      values[alphabet[i]] = (byte) i;
    }
    return values;
  }
}
