package io.firn.ingest;

import java.time.Instant;

/**
 * A folder that a run lists, and how much that was listed of it is not known to be in the ledger.
 */
final class DateFolder {
  private final Instant start;
  private final boolean settled;
  private int unaccounted;

  /**
   * Nothing of it is listed yet.
   *
   * @param settled whether it gets no objects any more
   */
  DateFolder(Instant start, boolean settled) {
    this.start = start;
    this.settled = settled;
  }

  Instant start() {
    return start;
  }

  boolean isSettled() {
    return settled;
  }

  /** One more of its objects was listed. */
  void listed() {
    unaccounted++;
  }

  /** The ledger has one of the listed objects. */
  void accounted() {
    unaccounted--;
  }

  boolean isAccounted() {
    return unaccounted == 0;
  }
}
