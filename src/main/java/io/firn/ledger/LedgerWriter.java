package io.firn.ledger;

import io.firn.Backoff;
import io.firn.BatchId;
import io.firn.table.CommitOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** Adds one file of rows at a time, unless something else that matters was added meanwhile. */
final class LedgerWriter {
  private static final int ATTEMPTS = 6;

  /** The metadata of every commit lists all snapshots: beyond so many, old ones go. */
  private static final int MOST_SNAPSHOTS = 200;

  private static final int KEPT_SNAPSHOTS = 50;

  /** Longer than from a plan to its claim, and than a reader reads. */
  private static final Duration KEPT_FOR = Duration.ofHours(2);

  private final Table table;
  private final LedgerReader reader;
  private final String run;
  private final Clock clock;
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new SplittableRandom());

  LedgerWriter(Table table, LedgerReader reader, String run, Clock clock) {
    this.table = table;
    this.reader = reader;
    this.run = run;
    this.clock = clock;
  }

  /**
   * Adds the batch's rows of one event, once, and not beside an excluded event. The event itself
   * counts as a conflict: an attempt whose end is unknown may land late.
   *
   * @return false if an excluded event is there
   * @throws LedgerException if it fails again and again, and nobody else's work explains it
   */
  boolean addOnce(
      BatchId batch, LedgerEvent event, List<LedgerRow> rows, Set<LedgerEvent> excluded) {
    LedgerReader.BatchEvents seen = reader.eventsOf(batch);
    if (has(seen, excluded)) {
      return false;
    }
    if (seen.events().contains(event)) {
      return true;
    }
    Expression conflicts = conflicts(batch, event, excluded);
    DataFile file = write(rows);
    boolean unknown = false;
    for (int attempt = 1; ; attempt++) {
      CommitOutcome outcome = add(file, seen.snapshotId(), conflicts);
      if (outcome.isCommitted()) {
        return true;
      }
      unknown |= outcome.kind() == CommitOutcome.Kind.UNKNOWN;
      seen = reader.eventsOf(batch);
      boolean refused = has(seen, excluded);
      if (refused || seen.events().contains(event)) {
        deleteUnless(unknown, file);
        return !refused;
      }
      if (attempt == ATTEMPTS) {
        deleteUnless(unknown, file);
        throw failed(batch, event, outcome, attempt);
      }
      backoff.pause(attempt);
    }
  }

  private static boolean has(LedgerReader.BatchEvents seen, Set<LedgerEvent> excluded) {
    return seen.events().stream().anyMatch(excluded::contains);
  }

  /** Adds the batch's rows of one event, whatever else there is; they mean the same twice. */
  void append(BatchId batch, LedgerEvent event, List<LedgerRow> rows) {
    DataFile file = write(rows);
    for (int attempt = 1; ; attempt++) {
      CommitOutcome outcome =
          add(file, reader.eventsOf(batch).snapshotId(), Expressions.alwaysFalse());
      if (outcome.isCommitted()) {
        return;
      }
      if (outcome.kind() == CommitOutcome.Kind.UNKNOWN || attempt == ATTEMPTS) {
        throw failed(batch, event, outcome, attempt);
      }
      backoff.pause(attempt);
    }
  }

  /** A file that may be in the ledger, now or in a moment, stays. */
  private void deleteUnless(boolean unknown, DataFile file) {
    if (!unknown) {
      delete(file);
    }
  }

  private static Expression conflicts(BatchId batch, LedgerEvent event, Set<LedgerEvent> excluded) {
    Set<String> events = new HashSet<>();
    events.add(event.stored());
    excluded.forEach(other -> events.add(other.stored()));
    return Expressions.and(Expressions.equal("batch", batch.id()), Expressions.in("event", events));
  }

  private static LedgerException failed(
      BatchId batch, LedgerEvent event, CommitOutcome outcome, int attempts) {
    String end =
        outcome.kind() == CommitOutcome.Kind.UNKNOWN
            ? "how the last attempt ended is not known (repeating the command is safe)"
            : attempts + " attempts failed";
    return new LedgerException(
        "Cannot write '"
            + event.stored()
            + "' for batch "
            + batch
            + " to "
            + Ledger.NAME
            + ": "
            + end,
        outcome.givenUp());
  }

  DataFile write(List<LedgerRow> rows) {
    LedgerRow first = rows.get(0);
    String name =
        first.batch() + "-" + first.event().stored() + "-" + UUID.randomUUID() + ".parquet";
    String path = table.locationProvider().newDataLocation(name);
    Instant now = clock.instant();
    try {
      DataWriter<Record> writer = writer(path);
      try (writer) {
        rows.stream()
            .sorted(Comparator.comparing(LedgerRow::sortKey))
            .forEach(row -> writer.write(LedgerColumns.toRecord(row, run, now)));
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path + ": " + e, e);
    }
  }

  private DataWriter<Record> writer(String path) throws IOException {
    return Parquet.writeData(table.io().newOutputFile(path))
        .forTable(table)
        .withSpec(table.spec())
        .withSortOrder(table.sortOrder())
        .createWriterFunc(GenericParquetWriter::create)
        .build();
  }

  /**
   * Adds the file unless rows that may match {@code conflicts} were added after snapshot {@code
   * from}; null is the empty ledger.
   */
  CommitOutcome add(DataFile file, @Nullable Long from, Expression conflicts) {
    OverwriteFiles overwrite =
        table.newOverwrite().addFile(file).conflictDetectionFilter(conflicts);
    if (from != null) {
      overwrite.validateFromSnapshot(from);
    }
    CommitOutcome outcome = CommitOutcome.of(overwrite.validateNoConflictingData()::commit);
    if (outcome.isCommitted()) {
      expireOld();
    }
    return outcome;
  }

  /** History is of no use here, and nothing depends on how this ends. */
  private void expireOld() {
    if (snapshots() <= MOST_SNAPSHOTS) {
      return;
    }
    try {
      table
          .expireSnapshots()
          .expireOlderThan(clock.millis() - KEPT_FOR.toMillis())
          .retainLast(KEPT_SNAPSHOTS)
          .commit();
    } catch (RuntimeException e) {
      // The next commit tries again.
    }
  }

  private long snapshots() {
    return StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }

  void delete(DataFile file) {
    table.io().deleteFile(file.location());
  }
}
