package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.data.Record;

/** What one pass over the ledger's objects keeps: those that are asked for. */
final class LedgerOverview {
  static final List<String> COLUMNS =
      List.of(
          "at",
          "batch",
          "event",
          "kind",
          "table_name",
          "table_uuid",
          "bucket",
          "key",
          "etag",
          "size");

  private final BatchIndex batches;
  private final Set<Candidate> candidates = new HashSet<>();

  /** URIs asked for, by table. */
  private final Map<String, Set<String>> uris = new HashMap<>();

  /** Of mixed objects, which are in many tables: the table of their whole, by URI. */
  private final Map<String, TableName> mixed = new HashMap<>();

  private final Set<TableName> busy = new HashSet<>();
  private final Map<TableName, Map<String, BatchId>> claimed = new HashMap<>();
  private final Map<TableName, Map<String, Ingested>> ingested = new HashMap<>();
  private final Map<TableName, Map<String, Ingested>> sharedIn = new HashMap<>();
  private final Map<String, Instant> ingestedAt = new HashMap<>();

  /**
   * Of some candidates.
   *
   * @param mixed those of them whose objects are of interest in every table
   */
  LedgerOverview(
      BatchIndex batches, Collection<Candidate> candidates, Collection<Candidate> mixed) {
    this.batches = batches;
    this.candidates.addAll(candidates);
    for (Candidate candidate : candidates) {
      uris.computeIfAbsent(candidate.table().toString(), table -> new HashSet<>())
          .add(candidate.object().uri());
    }
    mixed.forEach(whole -> this.mixed.put(whole.object().uri(), whole.table()));
  }

  /** A row of a batch that has not ended; whoever has a share of a mixed object has it all. */
  void addClaimed(Record row) {
    busy.add(LedgerColumns.table(row));
    if (isAskedFor(row)) {
      String uri = LedgerColumns.object(row).uri();
      boolean share = LedgerColumns.kind(row) == LedgerRow.Kind.SHARE;
      TableName own = LedgerColumns.table(row);
      TableName table = share ? mixed.getOrDefault(uri, own) : own;
      claimed.computeIfAbsent(table, name -> new HashMap<>()).put(uri, LedgerColumns.batch(row));
    }
  }

  void addIngested(Record row) {
    if (!isAskedFor(row)) {
      return;
    }
    TableName table = LedgerColumns.table(row);
    BatchId batch = LedgerColumns.batch(row);
    if (!batches.isVoid(batch.id(), table)) {
      ObjectIdentity object = LedgerColumns.object(row);
      Ingested here = new Ingested(object, batch, LedgerColumns.uuid(row));
      if (LedgerColumns.kind(row) == LedgerRow.Kind.SHARE) {
        sharedIn.computeIfAbsent(table, name -> new HashMap<>()).put(object.uri(), here);
        return;
      }
      ingested
          .computeIfAbsent(table, name -> new HashMap<>())
          .merge(object.uri(), here, (known, other) -> asked(table, known) ? known : other);
      ingestedAt.merge(
          place(table, object),
          LedgerColumns.at(row),
          (known, other) -> known.isAfter(other) ? known : other);
    }
  }

  private boolean isAskedFor(Record row) {
    if (LedgerColumns.kind(row) == LedgerRow.Kind.TABLE) {
      return false;
    }
    Set<String> asked = uris.getOrDefault((String) row.getField("table_name"), Set.of());
    String uri = LedgerColumns.object(row).uri();
    return LedgerColumns.kind(row) == LedgerRow.Kind.SHARE
        ? mixed.containsKey(uri)
        : asked.contains(uri);
  }

  private boolean asked(TableName table, Ingested version) {
    return candidates.contains(new Candidate(table, version.object()));
  }

  private static String place(TableName table, ObjectIdentity object) {
    return table + " " + object.uri();
  }

  /** The tables that batches which have not ended may write to. */
  Set<TableName> busy() {
    return busy;
  }

  Map<TableName, Map<String, BatchId>> claimed() {
    return claimed;
  }

  Map<TableName, Map<String, Ingested>> ingested() {
    return ingested;
  }

  /** Which shares of mixed objects are in tables. */
  Map<TableName, Map<String, Ingested>> sharedIn() {
    return sharedIn;
  }

  /** The mixed objects that are recorded as wholes in the version asked for, by URI. */
  Set<String> whole() {
    Set<String> whole = new HashSet<>();
    mixed.forEach(
        (uri, table) -> {
          Ingested known = ingested.getOrDefault(table, Map.of()).get(uri);
          if (known != null && asked(table, known)) {
            whole.add(uri);
          }
        });
    return whole;
  }

  /** Whether some version of the object came into the table at that time or later. */
  boolean ingestedSince(TableName table, ObjectIdentity object, Instant at) {
    Instant ingestion = ingestedAt.get(place(table, object));
    return ingestion != null && !ingestion.isBefore(at);
  }
}
