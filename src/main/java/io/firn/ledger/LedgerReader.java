package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;

import io.firn.BatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** Reads the ledger; each answer is of one snapshot. */
final class LedgerReader {
  private final Table table;

  LedgerReader(Table table) {
    this.table = table;
  }

  /** Which events a batch has, at a moment. */
  record BatchEvents(@Nullable Long snapshotId, Set<LedgerEvent> events) {}

  BatchEvents eventsOf(BatchId batch) {
    Long snapshot = refresh();
    Set<LedgerEvent> events = EnumSet.noneOf(LedgerEvent.class);
    scan(
        snapshot,
        Expressions.equal("batch", batch.id()),
        List.of("batch", "event"),
        row -> events.add(LedgerColumns.event(row)));
    return new BatchEvents(snapshot, events);
  }

  List<LedgerRow> rowsOf(BatchId batch, LedgerEvent event) {
    List<LedgerRow> rows = new ArrayList<>();
    scan(
        refresh(),
        Expressions.and(
            Expressions.equal("batch", batch.id()), Expressions.equal("event", event.stored())),
        allColumns(),
        row -> rows.add(LedgerColumns.toRow(row)));
    return rows;
  }

  LedgerState read(Collection<Candidate> candidates) {
    Long snapshot = refresh();
    LedgerOverview overview = new LedgerOverview(candidates);
    scan(
        snapshot,
        Expressions.in("event", CLAIMED.stored(), ABANDONED.stored(), INGESTED.stored()),
        LedgerOverview.COLUMNS,
        overview::add);
    Map<Candidate, QuarantinedObject> quarantined = new HashMap<>();
    if (!candidates.isEmpty()) {
      quarantined.putAll(refusals(snapshot));
      quarantined.keySet().retainAll(Set.copyOf(candidates));
      removeIngested(quarantined, overview);
    }
    return new LedgerState(
        snapshot,
        rowsOf(snapshot, overview.unfinished()),
        rowsOf(snapshot, overview.abandonedLast()),
        overview.ingested(),
        quarantined);
  }

  /** All that was refused and did not come into its table since, oldest first. */
  List<QuarantinedObject> quarantined() {
    Long snapshot = refresh();
    Map<Candidate, QuarantinedObject> quarantined = refusals(snapshot);
    if (!quarantined.isEmpty()) {
      LedgerOverview overview = new LedgerOverview(quarantined.keySet());
      scan(
          snapshot,
          Expressions.equal("event", INGESTED.stored()),
          LedgerOverview.COLUMNS,
          overview::add);
      removeIngested(quarantined, overview);
    }
    return quarantined.values().stream()
        .sorted(
            Comparator.comparing(QuarantinedObject::at)
                .thenComparing(refusal -> refusal.object().uri())
                .thenComparing(refusal -> refusal.table().toString()))
        .toList();
  }

  /** The newest refusal of each version of an object. */
  private Map<Candidate, QuarantinedObject> refusals(@Nullable Long snapshot) {
    Map<Candidate, QuarantinedObject> refusals = new HashMap<>();
    scan(
        snapshot,
        Expressions.equal("event", QUARANTINED.stored()),
        allColumns(),
        row -> {
          QuarantinedObject refusal = LedgerColumns.toQuarantined(row);
          refusals.merge(
              new Candidate(refusal.table(), refusal.object()),
              refusal,
              (known, other) -> other.at().isAfter(known.at()) ? other : known);
        });
    return refusals;
  }

  private static void removeIngested(
      Map<Candidate, QuarantinedObject> quarantined, LedgerOverview overview) {
    quarantined
        .entrySet()
        .removeIf(
            entry ->
                overview.ingestedSince(
                    entry.getKey().table(), entry.getKey().object(), entry.getValue().at()));
  }

  private Map<BatchId, List<LedgerRow>> rowsOf(@Nullable Long snapshot, Set<String> batches) {
    Map<BatchId, List<LedgerRow>> rows = new HashMap<>();
    if (!batches.isEmpty()) {
      scan(
          snapshot,
          Expressions.in("batch", batches.toArray()),
          allColumns(),
          row ->
              rows.computeIfAbsent(LedgerColumns.batch(row), batch -> new ArrayList<>())
                  .add(LedgerColumns.toRow(row)));
    }
    return rows;
  }

  private @Nullable Long refresh() {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    return current == null ? null : current.snapshotId();
  }

  private static List<String> allColumns() {
    return LedgerColumns.SCHEMA.columns().stream().map(column -> column.name()).toList();
  }

  private void scan(
      @Nullable Long snapshot, Expression filter, List<String> columns, Consumer<Record> rows) {
    if (snapshot == null) {
      return;
    }
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table)
            .useSnapshot(snapshot)
            .where(filter)
            .select(columns)
            .reuseContainers()
            .build()) {
      records.forEach(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
  }
}
