package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger said of some candidates at one moment.
 *
 * @param snapshotId the moment; null if nothing had been written yet
 * @param unfinished the batches that are neither recorded nor abandoned
 * @param busy the tables that they have claimed something for
 * @param reopened the batches that were recorded in a table and count no more, by table
 * @param claimed which of the candidates an unfinished batch has, by table and URI
 * @param ingested which of the candidates are in their tables, by table and URI, as they were then
 * @param quarantined which of the candidates were refused, in the very version asked for
 * @param sharedIn which of the mixed candidates have shares in tables, by table and URI
 * @param shares of mixed candidates that are not all in, by URI
 */
public record LedgerState(
    @Nullable Long snapshotId,
    Set<BatchId> unfinished,
    Set<TableName> busy,
    Map<TableName, Set<BatchId>> reopened,
    Map<TableName, Map<String, BatchId>> claimed,
    Map<TableName, Map<String, Ingested>> ingested,
    Map<Candidate, QuarantinedObject> quarantined,
    Map<TableName, Map<String, Ingested>> sharedIn,
    Map<String, KnownShares> shares) {
  /** What an empty ledger says. */
  public static final LedgerState NOTHING =
      new LedgerState(
          null, Set.of(), Set.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public LedgerState {
    unfinished = Set.copyOf(unfinished);
    busy = Set.copyOf(busy);
    reopened = Map.copyOf(reopened);
    claimed = Map.copyOf(claimed);
    ingested = Map.copyOf(ingested);
    quarantined = Map.copyOf(quarantined);
    sharedIn = Map.copyOf(sharedIn);
    shares = Map.copyOf(shares);
  }

  /** Whether an unfinished batch may bring rows into the table. */
  public boolean isBusy(TableName table) {
    return busy.contains(table);
  }

  /** The unfinished batch that has the object of this bucket and key, in whatever version. */
  public Optional<BatchId> claimed(TableName table, ObjectIdentity object) {
    return Optional.ofNullable(claimed.getOrDefault(table, Map.of()).get(object.uri()));
  }

  /** The object of this bucket and key that is in the table, in this version or another. */
  public Optional<Ingested> ingested(TableName table, ObjectIdentity object) {
    return Optional.ofNullable(ingested.getOrDefault(table, Map.of()).get(object.uri()));
  }

  /** Why this version of the object is not in the table; empty once the object was ingested. */
  public Optional<QuarantinedObject> quarantined(TableName table, ObjectIdentity object) {
    return Optional.ofNullable(quarantined.get(new Candidate(table, object)));
  }

  /** Which log groups of a mixed object have their events in tables; all of one that is all in. */
  public KnownShares shares(ObjectIdentity object) {
    return shares.getOrDefault(object.uri(), KnownShares.NONE);
  }
}
