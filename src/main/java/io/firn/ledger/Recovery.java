package io.firn.ledger;

import static io.firn.ledger.Recovered.Outcome.ABANDONED;
import static io.firn.ledger.Recovered.Outcome.FINISHED;
import static io.firn.ledger.Recovered.Outcome.STUCK;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.table.BatchFiles;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import io.firn.table.PublishRefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * The first step of a run: batches that an earlier run left behind are finished if they were
 * decided, and undone if not.
 */
public final class Recovery {
  private final Catalog catalog;
  private final Ledger ledger;
  private final BatchFiles files;

  public Recovery(Catalog catalog, Ledger ledger, BatchFiles files) {
    this.catalog = catalog;
    this.ledger = ledger;
    this.files = files;
  }

  /** Recovers every unfinished batch, oldest first; empty if there was none. */
  public List<Recovered> run() {
    LedgerState state = ledger.read(List.of());
    state.abandonedLast().forEach(this::cleanUp);
    return state.unfinished().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().id()))
        .map(entry -> recover(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** How many batches {@link #run} would recover; nothing is changed. */
  public int pending() {
    return ledger.read(List.of()).unfinished().size();
  }

  /**
   * Removes what an abandoned batch, or a table that a batch goes on without, left in the rows'
   * tables and on disk; repeating it is harmless.
   */
  public void cleanUp(BatchId batch, List<LedgerRow> rows) {
    for (Target target : targets(rows)) {
      load(target.name()).ifPresent(table -> new Publication(table, batch).dropBranch());
      files.deleteAll(target.location(), batch);
    }
  }

  private Recovered recover(BatchId batch, List<LedgerRow> rows) {
    boolean decided = rows.stream().anyMatch(row -> row.event() == LedgerEvent.COMMITTING);
    return decided ? finish(batch, rows) : abandon(batch, rows);
  }

  private Recovered abandon(BatchId batch, List<LedgerRow> rows) {
    if (!ledger.abandon(batch, "the run ended before the batch was decided")) {
      return new Recovered(
          batch, STUCK, "Cannot abandon batch " + batch + ": it is being finished by another run");
    }
    cleanUp(batch, rows);
    return new Recovered(batch, ABANDONED, "Batch " + batch + " was undone");
  }

  /** Publishes what can be; a batch with an obstacle is not recorded. */
  private Recovered finish(BatchId batch, List<LedgerRow> rows) {
    List<LedgerRow> tables = committing(rows, row -> row.object() == null);
    String obstacles =
        tables.stream()
            .flatMap(row -> publish(batch, row.table()).stream())
            .collect(Collectors.joining("; "));
    if (!obstacles.isEmpty()) {
      return new Recovered(batch, STUCK, obstacles);
    }
    Set<TableName> published =
        tables.stream().map(row -> row.table().name()).collect(Collectors.toSet());
    cleanUp(batch, rows.stream().filter(row -> !published.contains(row.table().name())).toList());
    List<LedgerRow> objects = committing(rows, row -> row.object() != null);
    ledger.record(batch, objects.stream().map(LedgerRow::ingested).toList());
    return new Recovered(batch, FINISHED, "Batch " + batch + " was finished");
  }

  private static List<LedgerRow> committing(List<LedgerRow> rows, Predicate<LedgerRow> which) {
    return rows.stream()
        .filter(row -> row.event() == LedgerEvent.COMMITTING)
        .filter(which)
        .toList();
  }

  /** Publishes one table's part, or says why a person must look. */
  private Optional<String> publish(BatchId batch, Target target) {
    Optional<Table> table = load(target.name());
    if (table.isEmpty()) {
      return Optional.of(obstacle(batch, target, "was dropped"));
    }
    if (!table.get().uuid().toString().equals(target.uuid())) {
      return Optional.of(obstacle(batch, target, "is another table of the same name now"));
    }
    try {
      long snapshotId = Objects.requireNonNull(target.snapshotId());
      new Publication(table.get(), batch).publish(snapshotId);
      deleteOthers(batch, target, table.get(), snapshotId);
      return Optional.empty();
    } catch (PublishRefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void deleteOthers(BatchId batch, Target target, Table table, long snapshotId) {
    Snapshot staged = table.snapshot(snapshotId);
    if (staged != null) {
      List<String> kept = new ArrayList<>();
      staged.addedDataFiles(table.io()).forEach(file -> kept.add(file.location()));
      files.deleteOthers(target.location(), batch, kept);
    }
  }

  private static String obstacle(BatchId batch, Target target, String what) {
    return "Cannot finish batch "
        + batch
        + ": table "
        + target.name()
        + " "
        + what
        + " (uuid "
        + target.uuid()
        + " is needed: restore it and run again)";
  }

  private Optional<Table> load(TableName name) {
    try {
      return Optional.of(catalog.loadTable(LogTables.identifier(name)));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  /** One per table and location. */
  private static List<Target> targets(List<LedgerRow> rows) {
    Map<String, Target> targets =
        rows.stream()
            .map(LedgerRow::table)
            .collect(
                Collectors.toMap(
                    target -> target.name() + " " + target.location(),
                    target -> target,
                    (first, second) -> first));
    return List.copyOf(targets.values());
  }
}
