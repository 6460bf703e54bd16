package io.firn.maintain;

import io.firn.TableName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Files of a slice that are to be written anew.
 *
 * @param before what is read
 * @param after what is likely left of it
 * @param shrink what that counts on: bytes that are left of each byte
 * @param since when the slice got its last file; null if that is long ago
 */
record Rewrite(
    TableName table,
    Slice slice,
    Extent extent,
    Size before,
    Size after,
    double shrink,
    @Nullable Instant since,
    String why) {
  /** Which of the slice's files. */
  enum Extent {
    ALL,
    SMALL
  }
}
