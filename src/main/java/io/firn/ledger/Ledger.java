package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.COMMITTING;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.table.LogTables;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The table {@code firn.ledger}: which objects are in which tables, and how far each batch came. A
 * batch is claimed, then decided and recorded, or abandoned; never both, whoever tries.
 */
public final class Ledger {
  public static final TableName NAME = TableName.parse("firn.ledger");

  private final LedgerReader reader;
  private final LedgerWriter writer;

  private Ledger(LedgerReader reader, LedgerWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * The catalog's ledger, made when it is missing.
   *
   * @param run names this run in the rows it writes
   */
  public static Ledger open(Catalog catalog, String run, Clock clock) {
    if (!catalog.tableExists(LogTables.identifier(NAME))) {
      LedgerColumns.create(catalog, NAME);
    }
    return load(catalog, run, clock);
  }

  /** The catalog's ledger; empty if there is none, and none is made. */
  public static Optional<Ledger> find(Catalog catalog, String run, Clock clock) {
    return catalog.tableExists(LogTables.identifier(NAME))
        ? Optional.of(load(catalog, run, clock))
        : Optional.empty();
  }

  private static Ledger load(Catalog catalog, String run, Clock clock) {
    Table table = catalog.loadTable(LogTables.identifier(NAME));
    LedgerReader reader = new LedgerReader(table);
    return new Ledger(reader, new LedgerWriter(table, reader, run, clock));
  }

  /**
   * Which batches are under way, which of the candidates they have, which are in their tables
   * already (in whatever version), and which were refused (in this version).
   */
  public LedgerState read(Collection<Candidate> candidates) {
    return reader.read(candidates, List.of());
  }

  /**
   * As {@link #read(Collection)}.
   *
   * @param mixed those of the candidates that are objects with events of many log groups, as
   *     wholes: of them it is told what became of each log group's share
   */
  public LedgerState read(Collection<Candidate> candidates, Collection<Candidate> mixed) {
    return reader.read(candidates, mixed);
  }

  /** Another one whenever objects that were ingested may not be so any more. */
  public String generation() {
    return reader.generation();
  }

  /** Which windows are in tables; one may be in several if its route has changed. */
  public List<IngestedWindow> windows(Collection<ObjectIdentity> markers) {
    return reader.windows(markers);
  }

  /** All windows of some log groups that are in tables. */
  public List<IngestedWindow> windowsOf(Set<LogSource> groups) {
    return reader.windowsOf(groups);
  }

  /** All that is known of a batch. */
  public BatchRecord batch(BatchId batch) {
    return new BatchRecord(batch, reader.rowsOf(batch));
  }

  /** Every batch that was ever claimed, the newest first. */
  public List<BatchId> batches() {
    return reader.batches();
  }

  /** The batches that have recorded inputs in a table, oldest first, with the table's uuids. */
  Map<BatchId, Set<String>> recordedIn(TableName table) {
    return reader.recordedIn(table);
  }

  /**
   * What was refused and did not come into its table since, in whatever version; the newest refusal
   * of each version, oldest first.
   */
  public List<QuarantinedObject> quarantinedObjects() {
    return reader.quarantined();
  }

  /**
   * Claims the rows' objects and windows, and the tables of rows about a whole table. It is refused
   * if inputs of the same log groups, or for the same tables, were claimed since planning.
   */
  public ClaimResult claim(LedgerState planned, BatchId batch, List<LedgerRow> rows) {
    check(batch, CLAIMED, rows);
    Set<String> groups =
        rows.stream()
            .map(LedgerRow::source)
            .filter(Objects::nonNull)
            .map(source -> source.group().name())
            .collect(Collectors.toSet());
    if (rows.stream().noneMatch(LedgerRow::isInput)) {
      throw new IllegalArgumentException(
          "Invalid claim of batch " + batch + ": no object (must have at least one)");
    }
    List<LedgerRow> overlapped = new WindowCheck(reader).overlapped(planned, rows);
    if (!overlapped.isEmpty()) {
      return ClaimResult.overlaps(overlapped);
    }
    return claim(planned, batch, rows, conflicts(groups, rows));
  }

  /** Claims of the same groups; and of the same tables, since one object may have two groups. */
  private static Expression conflicts(Set<String> groups, List<LedgerRow> rows) {
    Set<String> tables =
        rows.stream()
            .filter(LedgerRow::isInput)
            .map(row -> row.table().name().toString())
            .collect(Collectors.toSet());
    return Expressions.and(
        Expressions.equal("event", CLAIMED.stored()),
        Expressions.or(Expressions.in("log_group", groups), Expressions.in("table_name", tables)));
  }

  private ClaimResult claim(
      LedgerState planned, BatchId batch, List<LedgerRow> rows, Expression conflicts) {
    DataFile file = writer.write(rows);
    return switch (writer.add(file, planned.snapshotId(), conflicts).kind()) {
      case COMMITTED -> ClaimResult.CLAIMED;
      case UNKNOWN -> {
        if (reader.eventsOf(batch).events().contains(CLAIMED)) {
          yield ClaimResult.CLAIMED;
        }
        // It may land yet, and must not hold the objects then.
        writer.addOnce(
            batch, ABANDONED, abandoned(batch, rows.stream(), "the claim was lost"), Set.of());
        yield ClaimResult.STALE;
      }
      case NOT_COMMITTED -> {
        writer.delete(file);
        yield ClaimResult.STALE;
      }
    };
  }

  /**
   * Decides that the batch happens. The rows are one per table with its staged snapshot, and one
   * per object or window that will be ingested, so that anyone can finish the batch from them.
   *
   * @return false if the batch was abandoned: nothing of it may be published
   */
  public boolean decide(BatchId batch, List<LedgerRow> rows) {
    check(batch, COMMITTING, rows);
    if (rows.stream().noneMatch(LedgerRow::isInput)) {
      throw new IllegalArgumentException(
          "Invalid decision of batch " + batch + ": no object (must be abandoned instead)");
    }
    require(batch, CLAIMED, COMMITTING);
    return writer.addOnce(batch, COMMITTING, rows, Set.of(ABANDONED));
  }

  /**
   * Records the objects that a claimed batch refused, once, whatever becomes of the batch
   * afterwards; repeating it changes nothing.
   */
  public void quarantine(BatchId batch, List<LedgerRow> rows) {
    check(batch, QUARANTINED, rows);
    require(batch, CLAIMED);
    writer.addOnce(batch, QUARANTINED, rows, Set.of());
  }

  /**
   * Notes the shares of mixed objects that a claimed batch reads and does not take, once; repeating
   * it changes nothing. They wait from when the whole object is recorded.
   */
  public void see(BatchId batch, List<LedgerRow> rows) {
    check(batch, LedgerEvent.SEEN, rows);
    require(batch, CLAIMED);
    writer.addOnce(batch, LedgerEvent.SEEN, rows, Set.of());
  }

  /**
   * Records the inputs of a decided and published batch; repeating it changes nothing.
   *
   * @return false if somebody gave the batch up meanwhile: it counts as not ingested
   */
  public boolean record(BatchId batch, List<LedgerRow> rows) {
    check(batch, INGESTED, rows);
    return require(batch, COMMITTING, INGESTED).contains(INGESTED)
        || writer.addOnce(batch, INGESTED, rows, Set.of(ABANDONED));
  }

  /**
   * Ends a batch without effect; its files and branches are the caller's to remove afterwards.
   *
   * @return false if the batch was decided: it must be finished instead
   */
  public boolean abandon(BatchId batch, String reason) {
    List<LedgerRow> rows = abandoned(batch, reader.rowsOf(batch, CLAIMED).stream(), reason);
    if (rows.isEmpty()) {
      throw new IllegalStateException("Cannot abandon batch " + batch + ": it was not claimed");
    }
    return writer.addOnce(batch, ABANDONED, rows, Set.of(COMMITTING, INGESTED));
  }

  /**
   * Ends a decided batch without effect, on a person's word; nothing of it may be in a table, nor
   * be able to come there any more.
   *
   * @return false if the batch was recorded meanwhile
   */
  public boolean giveUp(BatchId batch, String reason) {
    require(batch, COMMITTING, ABANDONED);
    List<LedgerRow> rows = abandoned(batch, reader.rowsOf(batch, CLAIMED).stream(), reason);
    return writer.addOnce(batch, ABANDONED, rows, Set.of(INGESTED));
  }

  /**
   * Frees what a recorded batch took into a table that does not have it any more; repeating it
   * changes nothing.
   */
  public void reopen(BatchId batch, TableName table, String reason) {
    require(batch, INGESTED);
    if (!reader.isVoid(batch, table)) {
      Stream<LedgerRow> rows =
          reader.rowsOf(batch, INGESTED).stream().filter(row -> row.table().name().equals(table));
      writer.append(batch, ABANDONED, abandoned(batch, rows, reason));
    }
  }

  /** Lets a recorded batch count as ingested into tables that do not have it any more. */
  void accept(BatchId batch, List<Target> tables, String reason) {
    require(batch, INGESTED);
    writer.append(
        batch,
        INGESTED,
        tables.stream().map(table -> LedgerRow.accepted(batch, table, reason)).toList());
  }

  /** A row for each of the rows' tables. */
  private static List<LedgerRow> abandoned(BatchId batch, Stream<LedgerRow> rows, String reason) {
    Map<TableName, LedgerRow> byTable =
        rows.collect(
            Collectors.toMap(
                row -> row.table().name(),
                row -> LedgerRow.abandoned(batch, row.table(), reason),
                (first, second) -> first));
    return List.copyOf(byTable.values());
  }

  /** The batch's events, among which must be one of these. */
  private Set<LedgerEvent> require(BatchId batch, LedgerEvent... events) {
    Set<LedgerEvent> seen = reader.eventsOf(batch).events();
    if (Arrays.stream(events).noneMatch(seen::contains)) {
      throw new IllegalStateException(
          "Cannot go on with batch " + batch + ": it is not '" + events[0].stored() + "'");
    }
    return seen;
  }

  private static void check(BatchId batch, LedgerEvent event, List<LedgerRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("Invalid ledger rows: none (must be at least one)");
    }
    for (LedgerRow row : rows) {
      if (row.event() != event || !row.batch().equals(batch)) {
        throw new IllegalArgumentException(
            "Invalid ledger row: " + row + " (must be '" + event.stored() + "' of " + batch + ")");
      }
    }
  }
}
