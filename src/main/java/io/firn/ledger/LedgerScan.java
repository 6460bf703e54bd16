package io.firn.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Reads rows of one snapshot of the ledger. */
final class LedgerScan {
  private final Table table;
  private final @Nullable Long snapshot;

  /**
   * A scan of one snapshot.
   *
   * @param snapshot null is the empty ledger
   */
  LedgerScan(Table table, @Nullable Long snapshot) {
    this.table = table;
    this.snapshot = snapshot;
  }

  /** Each row's record is valid during the call only. */
  void rows(Expression filter, List<String> columns, Consumer<Record> rows) {
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

  /** The batches that have rows of the event; one may come more than once. */
  void batchesWith(LedgerEvent event, Consumer<String> batches) {
    steps(Expressions.equal("event", event.stored()), (batch, itsEvent) -> batches.accept(batch));
  }

  /**
   * Batches and events of the rows that match, each pair once or more. A file that holds one batch
   * and one event, as each commit's does, says so in its metadata and is not opened.
   */
  void steps(Expression filter, BiConsumer<String, LedgerEvent> steps) {
    if (snapshot == null) {
      return;
    }
    boolean mixed = false;
    try (CloseableIterable<FileScanTask> files =
        table
            .newScan()
            .useSnapshot(snapshot)
            .filter(filter)
            .includeColumnStats(List.of("batch", "event"))
            .planFiles()) {
      for (FileScanTask task : files) {
        Optional<String> batch = sole(task, "batch");
        Optional<String> event = sole(task, "event");
        if (batch.isPresent() && event.isPresent()) {
          steps.accept(batch.get(), LedgerEvent.ofStored(event.get()));
        } else {
          mixed = true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
    if (mixed) {
      rows(
          filter,
          List.of("batch", "event"),
          row -> steps.accept(LedgerColumns.batch(row).id(), LedgerColumns.event(row)));
    }
  }

  /** The one value that all rows of the file have in the column, if it is known to be one. */
  private Optional<String> sole(FileScanTask task, String column) {
    DataFile file = task.file();
    int id = table.schema().findField(column).fieldId();
    Map<Integer, Long> nulls = file.nullValueCounts();
    if (!task.deletes().isEmpty()
        || nulls == null
        || !Long.valueOf(0).equals(nulls.get(id))
        || file.lowerBounds() == null
        || file.upperBounds() == null) {
      return Optional.empty();
    }
    ByteBuffer lower = file.lowerBounds().get(id);
    return lower != null && lower.equals(file.upperBounds().get(id))
        ? Optional.of(
            Conversions.fromByteBuffer(Types.StringType.get(), lower.duplicate()).toString())
        : Optional.empty();
  }
}
