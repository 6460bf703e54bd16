package io.firn.ingest;

import io.firn.BatchId;

/** The run was away for longer than its lease, and another run may have ended the batch. */
public final class LostLeaseException extends RuntimeException {
  LostLeaseException(BatchId batch, Exception cause) {
    super(
        "Cannot finish batch "
            + batch
            + ": its lease ran out while this run was suspended or could not renew it, so that other"
            + " runs may have ended the batch; nothing was taken in twice (run again)",
        cause);
  }
}
