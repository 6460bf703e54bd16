package io.firn.ledger;

import io.firn.BatchId;
import io.firn.state.LeaseInfo;

/** Another run is at work on the batch. */
public final class HeldBatchException extends RuntimeException {
  HeldBatchException(String doing, BatchId batch, LeaseInfo lease) {
    super(
        "Cannot "
            + doing
            + " batch "
            + batch
            + ": it is held by live lease "
            + lease.name()
            + " until "
            + lease.until()
            + " ("
            + lease.holder()
            + "; wait, or end that run)");
  }

  /** What a run says of a batch that it leaves alone. */
  static String sentence(BatchId batch, LeaseInfo lease) {
    return "Batch "
        + batch
        + " is held by live lease "
        + lease.name()
        + " until "
        + lease.until()
        + " ("
        + lease.holder()
        + ")";
  }
}
