package io.firn.maintain;

/**
 * The size that files should have. The counts are those of Iceberg's own rewrite ({@code
 * SizeBasedFileRewritePlanner}), so that what it writes is what was planned.
 */
record TargetSize(long bytes) {
  private static final double SMALL = 0.75;
  private static final double LARGE = 1.1;
  private static final double SETTLED = 1.1;

  /** How many files the bytes should be in: at least one. */
  int files(long total) {
    if (total < bytes) {
      return 1;
    }
    long whole = total / bytes;
    long rest = total % bytes;
    long mean = total / whole;
    boolean fits = rest <= smallest() && mean < LARGE * bytes;
    return Math.toIntExact(fits || rest == 0 ? whole : whole + 1);
  }

  /** Smaller files count as small. */
  long smallest() {
    return (long) (bytes * SMALL);
  }

  boolean isSmall(FileFacts file) {
    return file.bytes() < smallest();
  }

  /** Whether so many files are as good as can be had: at most a tenth more than there should be. */
  boolean isSettled(Size size) {
    return size.files() <= SETTLED * files(size.bytes());
  }
}
