package io.firn.ledger;

import io.firn.BatchId;

/**
 * What became of a batch that was found unfinished.
 *
 * @param message for people; of a stuck batch, the reason and the next step
 */
public record Recovered(BatchId batch, Outcome outcome, String message) {
  /** How far recovery came. */
  public enum Outcome {
    /** It was decided, and is published and recorded now. */
    FINISHED,
    /** It was not decided; its files and branches are gone, its objects free. */
    ABANDONED,
    /** Another run is at work on it, by its lease. */
    HELD,
    /** Left as it is: a person must look. */
    STUCK,
    /** Left as it is by a preview: a run would finish or undo it. */
    PENDING
  }

  /** Whether a person must look. */
  public boolean isStuck() {
    return outcome == Outcome.STUCK;
  }
}
