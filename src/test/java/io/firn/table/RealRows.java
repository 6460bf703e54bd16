package io.firn.table;

import io.firn.BatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** Parquet files with rows of batches, and what a reader of a table sees of them. */
final class RealRows {
  private static final LocalDateTime TIME = LocalDateTime.of(2023, 11, 14, 22, 13, 20);

  private RealRows() {}

  /** One file in the batch's folder with that many rows. */
  static DataFile write(Table table, BatchId batch, int number, int rows) {
    return write(table, batch, number, rows, (row, record) -> {});
  }

  /** Stages such a file, and refreshes the table; the staged snapshot's id. */
  static long stage(Table table, BatchId batch, int rows) {
    long staged = new Publication(table, batch).stage(List.of(write(table, batch, 1, rows)));
    table.refresh();
    return staged;
  }

  /**
   * The same.
   *
   * @param values sets further columns of the row of that number
   */
  static DataFile write(
      Table table, BatchId batch, int number, int rows, BiConsumer<Integer, Record> values) {
    List<Record> records = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Record record = record(table, batch, number + "." + row);
      values.accept(row, record);
      records.add(record);
    }
    return write(table, BatchFiles.path(table.location(), batch, 0, 0, 1, number), records);
  }

  static DataFile write(Table table, String path, List<Record> records) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(records.get(0)));
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(path))
              .forTable(table)
              .withPartition(partition)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        records.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row that carries its batch in the table's column for it, and its name as its object. */
  static Record record(Table table, BatchId batch, String name) {
    Record record = GenericRecord.create(table.schema());
    record.setField("log_time", TIME);
    record.setField("log_group", "/aws/lambda/orders");
    record.setField("log_object", name);
    record.setField("log_batch", batch.id());
    return record;
  }

  /** All rows of main, as a reader of today sees them. */
  static List<Record> read(Table table) {
    return read(table, Expressions.alwaysTrue());
  }

  static List<Record> read(Table table, Expression filter) {
    table.refresh();
    List<Record> records = new ArrayList<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).where(filter).build()) {
      rows.forEach(records::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** The snapshots that brought the batch, be it to its branch or to main. */
  static List<Long> snapshotsOf(Table table, BatchId batch) {
    List<Long> found = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (batch.id().equals(snapshot.summary().get("wap.id"))
          || batch.id().equals(snapshot.summary().get("published-wap-id"))) {
        found.add(snapshot.snapshotId());
      }
    }
    return found;
  }

  /** The names of all rows, each with its batch. */
  static List<String> names(Table table) {
    return read(table).stream()
        .map(row -> row.getField("log_batch") + " " + row.getField("log_object"))
        .sorted()
        .toList();
  }

  /** What {@link #names} gives for the rows that {@link #write} wrote. */
  static List<String> written(BatchId batch, int number, int rows) {
    List<String> names = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      names.add(batch.id() + " " + number + "." + row);
    }
    return names;
  }

  /** Rewrites all files into one outside of any batch's folder, as a compaction does. */
  static void compact(Table table) {
    List<Record> all = read(table);
    List<DataFile> old = new ArrayList<>();
    try (var tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> old.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = table.location() + "/data/compacted-" + table.currentSnapshot().snapshotId();
    var rewrite = table.newRewrite();
    old.forEach(rewrite::deleteFile);
    rewrite.addFile(write(table, path + ".parquet", all)).commit();
  }

  /** Expires all snapshots but the last of each branch, with their files. */
  static void expire(Table table) {
    table.refresh();
    table
        .expireSnapshots()
        .expireOlderThan(Long.MAX_VALUE)
        .retainLast(1)
        .cleanExpiredFiles(true)
        .commit();
    table.refresh();
  }
}
