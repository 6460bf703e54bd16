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

  private final Map<TableName, Map<String, BatchId>> claimed = new HashMap<>();
  private final Map<TableName, Map<String, Ingested>> ingested = new HashMap<>();
  private final Map<String, Instant> ingestedAt = new HashMap<>();

  LedgerOverview(BatchIndex batches, Collection<Candidate> candidates) {
    this.batches = batches;
    this.candidates.addAll(candidates);
    for (Candidate candidate : candidates) {
      uris.computeIfAbsent(candidate.table().toString(), table -> new HashSet<>())
          .add(candidate.object().uri());
    }
  }

  /** A row of a batch that has not ended. */
  void addClaimed(Record row) {
    if (isAskedFor(row)) {
      claimed
          .computeIfAbsent(LedgerColumns.table(row), name -> new HashMap<>())
          .put(LedgerColumns.object(row).uri(), LedgerColumns.batch(row));
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
    return asked.contains(LedgerColumns.object(row).uri());
  }

  private boolean asked(TableName table, Ingested version) {
    return candidates.contains(new Candidate(table, version.object()));
  }

  private static String place(TableName table, ObjectIdentity object) {
    return table + " " + object.uri();
  }

  Map<TableName, Map<String, BatchId>> claimed() {
    return claimed;
  }

  Map<TableName, Map<String, Ingested>> ingested() {
    return ingested;
  }

  /** Whether some version of the object came into the table at that time or later. */
  boolean ingestedSince(TableName table, ObjectIdentity object, Instant at) {
    Instant ingestion = ingestedAt.get(place(table, object));
    return ingestion != null && !ingestion.isBefore(at);
  }
}
