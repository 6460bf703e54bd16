package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;
import static io.firn.ledger.LedgerEvent.SEEN;

import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.ObjectIdentity;
import io.firn.TableName;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** Reads the ledger; each answer is of one snapshot. */
final class LedgerReader {
  private static final List<String> ALL_COLUMNS =
      LedgerColumns.SCHEMA.columns().stream().map(column -> column.name()).toList();

  private final Table table;

  LedgerReader(Table table) {
    this.table = table;
  }

  /** Which events a batch has, at a moment. */
  record BatchEvents(@Nullable Long snapshotId, Set<LedgerEvent> events) {}

  BatchEvents eventsOf(BatchId batch) {
    Long snapshot = refresh();
    Set<LedgerEvent> events = EnumSet.noneOf(LedgerEvent.class);
    new LedgerScan(table, snapshot)
        .steps(Expressions.equal("batch", batch.id()), (same, event) -> events.add(event));
    return new BatchEvents(snapshot, events);
  }

  List<LedgerRow> rowsOf(BatchId batch, LedgerEvent event) {
    return rows(refresh(), Expressions.and(Expressions.equal("batch", batch.id()), ofEvent(event)));
  }

  /** All rows of a batch. */
  List<WrittenRow> rowsOf(BatchId batch) {
    List<WrittenRow> rows = new ArrayList<>();
    new LedgerScan(table, refresh())
        .rows(
            Expressions.equal("batch", batch.id()),
            ALL_COLUMNS,
            row -> rows.add(LedgerColumns.toWritten(row)));
    return rows;
  }

  /** Rows that were there at a moment. */
  List<LedgerRow> rows(@Nullable Long snapshot, Expression filter) {
    List<LedgerRow> rows = new ArrayList<>();
    new LedgerScan(table, snapshot)
        .rows(filter, ALL_COLUMNS, row -> rows.add(LedgerColumns.toRow(row)));
    return rows;
  }

  LedgerState read(Collection<Candidate> candidates, Collection<Candidate> mixed) {
    Long snapshot = refresh();
    LedgerScan scan = new LedgerScan(table, snapshot);
    BatchIndex batches = batches(scan);
    LedgerOverview overview = new LedgerOverview(batches, candidates, mixed);
    ShareScan shares = new ShareScan(batches, mixed.stream().map(Candidate::object).toList());
    Map<Candidate, QuarantinedObject> quarantined = new HashMap<>();
    if (!candidates.isEmpty()) {
      readClaimed(scan, batches.unfinished(), overview);
      KeyScan known = keys(snapshot, candidates);
      known.rows(
          INGESTED,
          mixed.isEmpty() ? LedgerOverview.COLUMNS : ShareScan.COLUMNS,
          row -> {
            overview.addIngested(row);
            if (!mixed.isEmpty()) {
              shares.addIngested(row);
            }
          });
      known.rows(QUARANTINED, ALL_COLUMNS, row -> addRefusal(quarantined, row));
      quarantined.keySet().retainAll(Set.copyOf(candidates));
      removeIngested(quarantined, overview);
    }
    Set<String> whole = overview.whole();
    // What an object was seen to have matters once it is recorded as a whole.
    keys(snapshot, mixed.stream().filter(one -> whole.contains(one.object().uri())).toList())
        .rows(SEEN, ShareScan.COLUMNS, shares::addSeen);
    return new LedgerState(
        snapshot,
        batches.unfinished(),
        overview.busy(),
        batches.reopened(),
        overview.claimed(),
        overview.ingested(),
        quarantined,
        overview.sharedIn(),
        shares.result(keys -> new KeyScan(table, snapshot, keys), whole));
  }

  String generation() {
    BatchIndex batches = batches(new LedgerScan(table, refresh()));
    int reopened = batches.reopened().values().stream().mapToInt(Set::size).sum();
    return table.uuid() + "/" + reopened;
  }

  /** The windows of these markers that are in tables. */
  List<IngestedWindow> windows(Collection<ObjectIdentity> markers) {
    Long snapshot = refresh();
    BatchIndex batches = batches(new LedgerScan(table, snapshot));
    Set<String> uris = markers.stream().map(ObjectIdentity::uri).collect(Collectors.toSet());
    List<IngestedWindow> windows = new ArrayList<>();
    new KeyScan(table, snapshot, markers.stream().map(ObjectIdentity::key).toList())
        .rows(
            INGESTED,
            ALL_COLUMNS,
            row ->
                window(row, batches)
                    .filter(window -> uris.contains(window.marker().uri()))
                    .ifPresent(windows::add));
    return windows;
  }

  /** The windows of these groups that are in tables. */
  List<IngestedWindow> windowsOf(Set<LogSource> groups) {
    Long snapshot = refresh();
    LedgerScan scan = new LedgerScan(table, snapshot);
    BatchIndex batches = batches(scan);
    List<IngestedWindow> windows = new ArrayList<>();
    Object[] names = groups.stream().map(group -> group.group().name()).distinct().toArray();
    scan.rows(
        Expressions.and(
            ofEvent(INGESTED),
            Expressions.in("kind", "window", "recheck"),
            Expressions.in("log_group", names)),
        ALL_COLUMNS,
        row ->
            window(row, batches)
                .filter(window -> groups.contains(window.source()))
                .ifPresent(windows::add));
    return windows;
  }

  /** The window of an {@code ingested} row; empty if it is about none, or counts no more. */
  private static Optional<IngestedWindow> window(Record record, BatchIndex batches) {
    WrittenRow written = LedgerColumns.toWritten(record);
    LedgerRow row = written.row();
    ExportWindow window = row.window();
    return window == null || batches.isVoid(row.batch().id(), row.table().name())
        ? Optional.empty()
        : Optional.of(
            new IngestedWindow(
                row.inputObject(),
                row.table().name(),
                row.batch(),
                window,
                row.inputSource(),
                written.at()));
  }

  private static void readClaimed(
      LedgerScan scan, Set<BatchId> unfinished, LedgerOverview overview) {
    if (!unfinished.isEmpty()) {
      scan.rows(
          Expressions.and(ofEvent(CLAIMED), ofBatches(unfinished)),
          LedgerOverview.COLUMNS,
          overview::addClaimed);
    }
  }

  /** All that was refused and did not come into its table since, oldest first. */
  List<QuarantinedObject> quarantined() {
    Long snapshot = refresh();
    LedgerScan scan = new LedgerScan(table, snapshot);
    Map<Candidate, QuarantinedObject> quarantined = new HashMap<>();
    scan.rows(ofEvent(QUARANTINED), ALL_COLUMNS, row -> addRefusal(quarantined, row));
    if (!quarantined.isEmpty()) {
      LedgerOverview overview = new LedgerOverview(batches(scan), quarantined.keySet(), List.of());
      keys(snapshot, quarantined.keySet())
          .rows(INGESTED, LedgerOverview.COLUMNS, overview::addIngested);
      removeIngested(quarantined, overview);
    }
    return quarantined.values().stream()
        .sorted(
            Comparator.comparing(QuarantinedObject::at)
                .thenComparing(refusal -> refusal.object().uri())
                .thenComparing(refusal -> refusal.table().toString()))
        .toList();
  }

  private static BatchIndex batches(LedgerScan scan) {
    BatchIndex batches = new BatchIndex();
    scan.batchesWith(CLAIMED, batches::claimed);
    scan.batchesWith(INGESTED, batches::recorded);
    scan.rows(
        ofEvent(ABANDONED),
        List.of("batch", "event", "table_name"),
        row -> batches.abandoned(LedgerColumns.batch(row).id(), LedgerColumns.table(row)));
    return batches;
  }

  private KeyScan keys(@Nullable Long snapshot, Collection<Candidate> candidates) {
    return new KeyScan(
        table, snapshot, candidates.stream().map(one -> one.object().key()).toList());
  }

  /** Keeps the newest refusal of each version of an object. */
  private static void addRefusal(Map<Candidate, QuarantinedObject> refusals, Record row) {
    QuarantinedObject refusal = LedgerColumns.toQuarantined(row);
    refusals.merge(
        new Candidate(refusal.table(), refusal.object()),
        refusal,
        (known, other) -> other.at().isAfter(known.at()) ? other : known);
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

  /** Every batch of the ledger, the newest first. */
  List<BatchId> batches() {
    Set<String> batches = new TreeSet<>(Comparator.reverseOrder());
    new LedgerScan(table, refresh()).batchesWith(CLAIMED, batches::add);
    return batches.stream().map(BatchId::new).toList();
  }

  /** The batches that have recorded inputs in a table, oldest first, with the table's uuids. */
  Map<BatchId, Set<String>> recordedIn(TableName name) {
    Map<BatchId, Set<String>> batches = new TreeMap<>(Comparator.comparing(BatchId::id));
    new LedgerScan(table, refresh())
        .rows(
            Expressions.and(ofEvent(INGESTED), Expressions.equal("table_name", name.toString())),
            List.of("batch", "event", "table_name", "table_uuid"),
            row ->
                batches
                    .computeIfAbsent(LedgerColumns.batch(row), key -> new HashSet<>())
                    .add(String.valueOf(LedgerColumns.uuid(row))));
    return batches;
  }

  /** Whether what the batch took into the table counts no more. */
  boolean isVoid(BatchId batch, TableName name) {
    return rowsOf(batch, ABANDONED).stream().anyMatch(row -> row.table().name().equals(name));
  }

  private static Expression ofEvent(LedgerEvent event) {
    return Expressions.equal("event", event.stored());
  }

  private static Expression ofBatches(Collection<BatchId> batches) {
    return Expressions.in("batch", batches.stream().map(BatchId::id).toArray());
  }

  private @Nullable Long refresh() {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    return current == null ? null : current.snapshotId();
  }
}
