package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
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
 * @param ingested which of the candidates are in their tables, by table and URI, as they were then
 * @param quarantined which of the candidates were refused, in the very version asked for
 */
public record LedgerState(
    @Nullable Long snapshotId,
    Map<BatchId, List<LedgerRow>> unfinished,
    Map<BatchId, List<LedgerRow>> abandonedLast,
    Map<TableName, Map<String, ObjectIdentity>> ingested,
    Map<Candidate, QuarantinedObject> quarantined) {
  /** What an empty ledger says. */
  public static final LedgerState NOTHING =
      new LedgerState(null, Map.of(), Map.of(), Map.of(), Map.of());

  public LedgerState {
    unfinished = Map.copyOf(unfinished);
    abandonedLast = Map.copyOf(abandonedLast);
    ingested = Map.copyOf(ingested);
    quarantined = Map.copyOf(quarantined);
  }

  /** The object of this bucket and key that is in the table, in this version or another. */
  public Optional<ObjectIdentity> ingested(TableName table, ObjectIdentity object) {
    return Optional.ofNullable(ingested.getOrDefault(table, Map.of()).get(object.uri()));
  }

  /** Why this version of the object is not in the table; empty once the object was ingested. */
  public Optional<QuarantinedObject> quarantined(TableName table, ObjectIdentity object) {
    return Optional.ofNullable(quarantined.get(new Candidate(table, object)));
  }
}
