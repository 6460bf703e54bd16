package io.firn.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** Adds one file of rows at a time, unless something else that matters was added meanwhile. */
final class LedgerWriter {
  private final Table table;
  private final String run;
  private final Clock clock;

  LedgerWriter(Table table, String run, Clock clock) {
    this.table = table;
    this.run = run;
    this.clock = clock;
  }

  /** How a commit ended; {@code failure} says why it was not plainly done. */
  record Ending(Kind kind, @Nullable RuntimeException failure) {
    enum Kind {
      DONE,
      /** Known not to be in the ledger. */
      REFUSED,
      /** May be in the ledger, now or in a moment. */
      UNKNOWN
    }
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
  Ending add(DataFile file, @Nullable Long from, Expression conflicts) {
    OverwriteFiles overwrite =
        table.newOverwrite().addFile(file).conflictDetectionFilter(conflicts);
    if (from != null) {
      overwrite.validateFromSnapshot(from);
    }
    try {
      overwrite.validateNoConflictingData().commit();
      return new Ending(Ending.Kind.DONE, null);
    } catch (ValidationException | CommitFailedException e) {
      return new Ending(Ending.Kind.REFUSED, e);
    } catch (CommitStateUnknownException | UncheckedSQLException e) {
      return new Ending(Ending.Kind.UNKNOWN, e);
    }
  }

  void delete(DataFile file) {
    table.io().deleteFile(file.location());
  }
}
