package io.firn.ledger;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;

/** What one pass over the ledger keeps: batches by how far they came, and known objects. */
final class LedgerOverview {
  static final List<String> COLUMNS =
      List.of("at", "batch", "event", "table_name", "bucket", "key", "etag", "size");

  private final Set<Candidate> candidates = new HashSet<>();

  /** URIs asked for, by table. */
  private final Map<String, Set<String>> uris = new HashMap<>();

  private final Set<String> claimed = new HashSet<>();
  private final Set<String> recorded = new HashSet<>();
  private final Map<String, Instant> abandoned = new HashMap<>();
  private final Map<TableName, Map<String, ObjectIdentity>> ingested = new HashMap<>();
  private final Map<String, Instant> ingestedAt = new HashMap<>();
  private Instant lastClaim = Instant.MIN;

  LedgerOverview(Collection<Candidate> candidates) {
    this.candidates.addAll(candidates);
    for (Candidate candidate : candidates) {
      uris.computeIfAbsent(candidate.table().toString(), table -> new HashSet<>())
          .add(candidate.object().uri());
    }
  }

  void add(Record row) {
    String batch = LedgerColumns.batch(row).id();
    Instant at = LedgerColumns.at(row);
    switch (LedgerColumns.event(row)) {
      case CLAIMED -> {
        claimed.add(batch);
        lastClaim = at.isAfter(lastClaim) ? at : lastClaim;
      }
      case ABANDONED -> abandoned.put(batch, at);
      case INGESTED -> {
        recorded.add(batch);
        addIngested(row, at);
      }
      case SEEN, COMMITTING, QUARANTINED -> {}
    }
  }

  private void addIngested(Record row, Instant at) {
    TableName table = LedgerColumns.table(row);
    ObjectIdentity object = LedgerColumns.object(row);
    if (uris.getOrDefault(table.toString(), Set.of()).contains(object.uri())) {
      ingested
          .computeIfAbsent(table, name -> new HashMap<>())
          .merge(object.uri(), object, (known, other) -> asked(table, known) ? known : other);
      ingestedAt.merge(
          place(table, object), at, (known, other) -> known.isAfter(other) ? known : other);
    }
  }

  private boolean asked(TableName table, ObjectIdentity version) {
    return candidates.contains(new Candidate(table, version));
  }

  private static String place(TableName table, ObjectIdentity object) {
    return table + " " + object.uri();
  }

  Map<TableName, Map<String, ObjectIdentity>> ingested() {
    return ingested;
  }

  /** Whether some version of the object came into the table at that time or later. */
  boolean ingestedSince(TableName table, ObjectIdentity object, Instant at) {
    Instant ingestion = ingestedAt.get(place(table, object));
    return ingestion != null && !ingestion.isBefore(at);
  }

  Set<String> unfinished() {
    Set<String> unfinished = new HashSet<>(claimed);
    unfinished.removeAll(recorded);
    unfinished.removeAll(abandoned.keySet());
    return unfinished;
  }

  /** Recovery comes before a run's first claim, so earlier ones have been cleaned up. */
  Set<String> abandonedLast() {
    Stream<Map.Entry<String, Instant>> last =
        abandoned.entrySet().stream().filter(entry -> !entry.getValue().isBefore(lastClaim));
    return new HashSet<>(last.map(Map.Entry::getKey).toList());
  }
}
