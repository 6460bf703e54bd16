package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.INGESTED;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private static final List<String> OVERVIEW =
      List.of("at", "batch", "event", "table_name", "bucket", "key", "etag", "size");

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

  LedgerState read(TableName target, Collection<ObjectIdentity> candidates) {
    Long snapshot = refresh();
    Overview overview = new Overview(target, candidates);
    scan(
        snapshot,
        Expressions.in("event", CLAIMED.stored(), ABANDONED.stored(), INGESTED.stored()),
        OVERVIEW,
        overview::add);
    return new LedgerState(
        snapshot,
        rowsOf(snapshot, overview.unfinished()),
        rowsOf(snapshot, overview.abandonedLast()),
        overview.ingested);
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

  /** What one pass over the ledger keeps: batches by how far they came, and known objects. */
  private static final class Overview {
    private final String target;
    private final Set<String> candidates = new HashSet<>();
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> recorded = new HashSet<>();
    private final Map<String, LocalDateTime> abandoned = new HashMap<>();
    private final Map<String, ObjectIdentity> ingested = new HashMap<>();
    private LocalDateTime lastClaim = LocalDateTime.MIN;

    Overview(TableName target, Collection<ObjectIdentity> candidates) {
      this.target = target.toString();
      candidates.forEach(candidate -> this.candidates.add(candidate.uri()));
    }

    void add(Record row) {
      String batch = LedgerColumns.batch(row).id();
      LocalDateTime at = (LocalDateTime) row.getField("at");
      switch (LedgerColumns.event(row)) {
        case CLAIMED -> {
          claimed.add(batch);
          lastClaim = at.isAfter(lastClaim) ? at : lastClaim;
        }
        case ABANDONED -> abandoned.put(batch, at);
        case INGESTED -> {
          recorded.add(batch);
          addIngested(row);
        }
        case SEEN, COMMITTING, QUARANTINED -> {}
      }
    }

    private void addIngested(Record row) {
      if (target.equals(row.getField("table_name"))) {
        ObjectIdentity object = LedgerColumns.object(row);
        if (candidates.contains(object.uri())) {
          ingested.put(object.uri(), object);
        }
      }
    }

    Set<String> unfinished() {
      Set<String> unfinished = new HashSet<>(claimed);
      unfinished.removeAll(recorded);
      unfinished.removeAll(abandoned.keySet());
      return unfinished;
    }

    /** Recovery comes before a run's first claim, so earlier ones have been cleaned up. */
    Set<String> abandonedLast() {
      Stream<Map.Entry<String, LocalDateTime>> last =
          abandoned.entrySet().stream().filter(entry -> !entry.getValue().isBefore(lastClaim));
      return new HashSet<>(last.map(Map.Entry::getKey).toList());
    }
  }
}
