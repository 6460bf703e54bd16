package io.firn.maintain;

import io.firn.Amounts;
import java.util.Collection;

/** So many files of so many bytes in total. */
public record Size(int files, long bytes) {
  static final Size NOTHING = new Size(0, 0);

  static Size of(Collection<FileFacts> files) {
    return new Size(files.size(), files.stream().mapToLong(FileFacts::bytes).sum());
  }

  Size plus(Size other) {
    return new Size(files + other.files, bytes + other.bytes);
  }

  Size minus(Size other) {
    return new Size(files - other.files, bytes - other.bytes);
  }

  /** For people: {@code 12 files, 3.4 MB}. */
  @Override
  public String toString() {
    return Amounts.count(files, "file") + ", " + Amounts.bytes(bytes);
  }
}
