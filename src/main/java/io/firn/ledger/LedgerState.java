package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger said at one moment.
 *
 * @param snapshotId the moment; null if nothing had been written yet
 * @param unfinished rows of the batches that are neither recorded nor abandoned
 * @param abandonedLast rows of the batches abandoned after the last claim: their files may be there
 *     still
 * @param ingested which of the objects asked for are in the table asked for, by URI, as they were
 *     then
 */
public record LedgerState(
    @Nullable Long snapshotId,
    Map<BatchId, List<LedgerRow>> unfinished,
    Map<BatchId, List<LedgerRow>> abandonedLast,
    Map<String, ObjectIdentity> ingested) {
  public LedgerState {
    unfinished = Map.copyOf(unfinished);
    abandonedLast = Map.copyOf(abandonedLast);
    ingested = Map.copyOf(ingested);
  }

  /** The object of this bucket and key that is in the table, in this version or another. */
  public Optional<ObjectIdentity> ingested(ObjectIdentity object) {
    return Optional.ofNullable(ingested.get(object.uri()));
  }
}
