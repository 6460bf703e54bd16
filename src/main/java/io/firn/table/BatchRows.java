package io.firn.table;

import io.firn.BatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The rows of a batch that a reader of the table sees, which no expiry or compaction hides. */
final class BatchRows {
  private static final String OF_EVENTS = "log_batch";
  private static final String OF_BAD_RECORDS = "batch";

  private final Table table;
  private final BatchId batch;

  BatchRows(Table table, BatchId batch) {
    this.table = table;
    this.batch = batch;
  }

  /** Whether rows can be told by their batch. */
  boolean areMarked() {
    return column().isPresent();
  }

  /** Whether there is one; false too where rows are not marked. */
  boolean exist() {
    Optional<String> column = column();
    if (column.isEmpty() || table.currentSnapshot() == null) {
      return false;
    }
    Expression ofBatch = Expressions.equal(column.get(), batch.id());
    try {
      return hasOwnFile(ofBatch) || hasRow(column.get(), ofBatch);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
  }

  private Optional<String> column() {
    return Stream.of(OF_EVENTS, OF_BAD_RECORDS)
        .filter(name -> table.schema().findField(name) != null)
        .findFirst();
  }

  /** A file as the batch wrote it need not be read. */
  private boolean hasOwnFile(Expression ofBatch) throws IOException {
    String folder = BatchFiles.folder("", batch) + "/";
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(ofBatch).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.deletes().isEmpty() && task.file().location().contains(folder)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Compaction may have put rows of many batches into one file. */
  private boolean hasRow(String column, Expression ofBatch) throws IOException {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(ofBatch).select(column).build()) {
      return rows.iterator().hasNext();
    }
  }
}
