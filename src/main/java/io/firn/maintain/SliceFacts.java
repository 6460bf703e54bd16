package io.firn.maintain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a slice at one moment.
 *
 * @param lastFile when the last of them came, compaction apart; null if that is so long ago that no
 *     snapshot tells it
 */
record SliceFacts(Slice slice, List<FileFacts> files, long rows, @Nullable Instant lastFile) {
  SliceFacts {
    files = List.copyOf(files);
  }

  Size size() {
    return Size.of(files);
  }
}
