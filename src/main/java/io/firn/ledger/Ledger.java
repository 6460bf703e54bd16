package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.COMMITTING;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;

import io.firn.BatchId;
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
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The table {@code firn.ledger}: which objects are in which tables, and how far each batch came. A
 * batch is claimed, then decided and recorded, or abandoned; never both, whoever tries.
 */
public final class Ledger {
  public static final TableName NAME = TableName.parse("firn.ledger");

  private static final int ATTEMPTS = 5;

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
      create(catalog);
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
    return new Ledger(new LedgerReader(table), new LedgerWriter(table, run, clock));
  }

  /**
   * What is under way, which of the candidates are in their tables already (in whatever version),
   * and which were refused (in this version).
   */
  public LedgerState read(Collection<Candidate> candidates) {
    return reader.read(candidates);
  }

  /**
   * What was refused and did not come into its table since, in whatever version; the newest refusal
   * of each version, oldest first.
   */
  public List<QuarantinedObject> quarantinedObjects() {
    return reader.quarantined();
  }

  /**
   * Claims the rows' objects, and the tables of rows without an object.
   *
   * @return false if objects of the same log groups were claimed since planning: plan again
   */
  public boolean claim(LedgerState planned, BatchId batch, List<LedgerRow> rows) {
    check(batch, CLAIMED, rows);
    Set<String> groups =
        rows.stream()
            .map(LedgerRow::source)
            .filter(Objects::nonNull)
            .map(source -> source.group().name())
            .collect(Collectors.toSet());
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid claim of batch " + batch + ": no object (must have at least one)");
    }
    Expression conflicts =
        Expressions.and(
            Expressions.equal("event", CLAIMED.stored()), Expressions.in("log_group", groups));
    DataFile file = writer.write(rows);
    LedgerWriter.Ending ending = writer.add(file, planned.snapshotId(), conflicts);
    return switch (ending.kind()) {
      case DONE -> true;
      case UNKNOWN -> reader.eventsOf(batch).events().contains(CLAIMED);
      case REFUSED -> {
        writer.delete(file);
        yield false;
      }
    };
  }

  /**
   * Decides that the batch happens. The rows are one per table with its staged snapshot, and one
   * per object that will be ingested, so that anyone can finish the batch from them.
   *
   * @return false if the batch was abandoned: nothing of it may be published
   */
  public boolean decide(BatchId batch, List<LedgerRow> rows) {
    check(batch, COMMITTING, rows);
    if (rows.stream().allMatch(row -> row.object() == null)) {
      throw new IllegalArgumentException(
          "Invalid decision of batch " + batch + ": no object (must be abandoned instead)");
    }
    require(batch, CLAIMED, COMMITTING);
    return add(batch, COMMITTING, rows, Set.of(ABANDONED));
  }

  /**
   * Records the objects that a claimed batch refused, once, whatever becomes of the batch
   * afterwards; repeating it changes nothing.
   */
  public void quarantine(BatchId batch, List<LedgerRow> rows) {
    check(batch, QUARANTINED, rows);
    require(batch, CLAIMED);
    add(batch, QUARANTINED, rows, Set.of());
  }

  /** Records the objects of a decided and published batch; repeating it changes nothing. */
  public void record(BatchId batch, List<LedgerRow> rows) {
    check(batch, INGESTED, rows);
    require(batch, COMMITTING, INGESTED);
    add(batch, INGESTED, rows, Set.of());
  }

  /**
   * Ends a batch without effect; its files and branches are the caller's to remove afterwards.
   *
   * @return false if the batch was decided: it must be finished instead
   */
  public boolean abandon(BatchId batch, String reason) {
    Map<TableName, LedgerRow> rows =
        reader.rowsOf(batch, CLAIMED).stream()
            .collect(
                Collectors.toMap(
                    row -> row.table().name(),
                    row -> LedgerRow.abandoned(batch, row.table(), reason),
                    (first, second) -> first));
    if (rows.isEmpty()) {
      throw new IllegalStateException("Cannot abandon batch " + batch + ": it was not claimed");
    }
    return add(batch, ABANDONED, List.copyOf(rows.values()), Set.of(COMMITTING, INGESTED));
  }

  /**
   * Adds the batch's rows of one event, once, and not beside an excluded event. The event itself
   * counts as a conflict: an attempt whose end is unknown may land late.
   */
  private boolean add(
      BatchId batch, LedgerEvent event, List<LedgerRow> rows, Set<LedgerEvent> excluded) {
    Expression conflicts = conflicts(batch, event, excluded);
    LedgerReader.BatchEvents seen = reader.eventsOf(batch);
    if (seen.events().contains(event)) {
      return true;
    }
    DataFile file = writer.write(rows);
    for (int attempt = 1; seen.events().stream().noneMatch(excluded::contains); attempt++) {
      LedgerWriter.Ending ending = writer.add(file, seen.snapshotId(), conflicts);
      if (ending.kind() == LedgerWriter.Ending.Kind.DONE) {
        return true;
      }
      seen = reader.eventsOf(batch);
      if (seen.events().contains(event)) {
        return true;
      }
      if (attempt == ATTEMPTS) {
        throw failed(batch, event, ending);
      }
    }
    return false;
  }

  private static LedgerException failed(
      BatchId batch, LedgerEvent event, LedgerWriter.Ending ending) {
    return new LedgerException(
        "Cannot write '"
            + event.stored()
            + "' for batch "
            + batch
            + " to "
            + NAME
            + ": "
            + ATTEMPTS
            + " attempts failed",
        Objects.requireNonNull(ending.failure()));
  }

  private static Expression conflicts(BatchId batch, LedgerEvent event, Set<LedgerEvent> excluded) {
    Object[] events = new Object[excluded.size() + 1];
    int count = 0;
    for (LedgerEvent other : excluded) {
      events[count++] = other.stored();
    }
    events[count] = event.stored();
    return Expressions.and(Expressions.equal("batch", batch.id()), Expressions.in("event", events));
  }

  private void require(BatchId batch, LedgerEvent... events) {
    if (Arrays.stream(events).noneMatch(reader.eventsOf(batch).events()::contains)) {
      throw new IllegalStateException(
          "Cannot go on with batch " + batch + ": it is not '" + events[0].stored() + "'");
    }
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

  private static void create(Catalog catalog) {
    LogTables.createNamespace(catalog, NAME);
    try {
      catalog
          .buildTable(LogTables.identifier(NAME), LedgerColumns.SCHEMA)
          .withPartitionSpec(PartitionSpec.unpartitioned())
          .withSortOrder(
              SortOrder.builderFor(LedgerColumns.SCHEMA).asc("log_group").asc("key").build())
          .withProperties(LedgerColumns.properties())
          .create();
    } catch (AlreadyExistsException e) {
      // Another run made it, which serves as well.
    }
  }
}
