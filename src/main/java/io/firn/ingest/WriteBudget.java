package io.firn.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The heap that all open files of a task attempt may take, whatever tables they are of. */
final class WriteBudget {
  private final long bytes;
  private final List<PartitionedFiles> tables = new ArrayList<>();
  private long writes;

  /**
   * A budget that nothing is taken from yet.
   *
   * @param bytes estimated
   */
  WriteBudget(long bytes) {
    this.bytes = bytes;
  }

  /** The files take from it from now on. */
  void add(PartitionedFiles files) {
    tables.add(files);
  }

  /** Counts writes: a file whose last one has a smaller number was not written to for longer. */
  long nextWrite() {
    return ++writes;
  }

  /** Closes the files that were not written to for longest, until the rest fits. */
  void makeRoom() throws IOException {
    while (openFiles() > 1 && estimatedBytes() > bytes) {
      tables.stream()
          .filter(PartitionedFiles::isOpen)
          .min(Comparator.comparingLong(PartitionedFiles::oldestWrite))
          .orElseThrow()
          .closeOldest();
    }
  }

  private int openFiles() {
    return tables.stream().mapToInt(PartitionedFiles::openFiles).sum();
  }

  private long estimatedBytes() {
    return tables.stream().mapToLong(PartitionedFiles::estimatedBytes).sum();
  }
}
