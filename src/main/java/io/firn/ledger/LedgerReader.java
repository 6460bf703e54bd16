package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  LedgerState read(Collection<Candidate> candidates) {
    Long snapshot = refresh();
    Overview overview = new Overview(candidates);
    scan(
        snapshot,
        Expressions.in(
            "event", CLAIMED.stored(), ABANDONED.stored(), INGESTED.stored(), QUARANTINED.stored()),
        OVERVIEW,
        overview::add);
    return new LedgerState(
        snapshot,
        rowsOf(snapshot, overview.unfinished()),
        rowsOf(snapshot, overview.abandonedLast()),
        overview.known());
  }

  /** All objects in quarantine, those of the first table and key first. */
  List<Quarantined> quarantined() {
    Map<Candidate, Quarantined> waiting = new HashMap<>();
    Set<Candidate> ingested = new HashSet<>();
    scan(
        refresh(),
        Expressions.in("event", INGESTED.stored(), QUARANTINED.stored()),
        allColumns(),
        record -> {
          LedgerRow row = LedgerColumns.toRow(record);
          if (row.object() != null) {
            Candidate object = new Candidate(row.table().name(), row.object());
            if (row.event() == INGESTED) {
              ingested.add(object);
            } else {
              waiting.merge(
                  object,
                  new Quarantined(LedgerColumns.at(record), row),
                  (one, other) -> one.at().isAfter(other.at()) ? one : other);
            }
          }
        });
    waiting.keySet().removeAll(ingested);
    return waiting.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().key()))
        .map(Map.Entry::getValue)
        .toList();
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
    private final Map<String, Candidate> candidates = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> recorded = new HashSet<>();
    private final Map<String, LocalDateTime> abandoned = new HashMap<>();
    private final Map<String, ObjectIdentity> ingested = new HashMap<>();
    private final Set<Candidate> quarantined = new HashSet<>();
    private LocalDateTime lastClaim = LocalDateTime.MIN;

    Overview(Collection<Candidate> candidates) {
      candidates.forEach(candidate -> this.candidates.put(candidate.key(), candidate));
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
          asked(row).ifPresent(object -> ingested.put(object.key(), object.object()));
        }
        case QUARANTINED -> asked(row).ifPresent(quarantined::add);
        case SEEN, COMMITTING -> {}
      }
    }

    /** The row's object, if its table and key are of a candidate. */
    private Optional<Candidate> asked(Record row) {
      Candidate object =
          new Candidate(
              TableName.parse((String) row.getField("table_name")), LedgerColumns.object(row));
      return candidates.containsKey(object.key()) ? Optional.of(object) : Optional.empty();
    }

    LedgerState.Known known() {
      return new LedgerState.Known(ingested, quarantined);
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
