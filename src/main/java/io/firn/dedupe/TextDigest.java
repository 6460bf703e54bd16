package io.firn.dedupe;

import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/**
 * The column {@code log_digest}: xxHash64, with seed 0, of a message's bytes as they arrived. Rows
 * of all times are compared by it: it never changes.
 */
public final class TextDigest {
  private static final long SEED = 0;

  private TextDigest() {}

  /** The digest of a part of an array. */
  public static long of(byte[] bytes, int offset, int length) {
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET + (long) offset, length, SEED);
  }
}
