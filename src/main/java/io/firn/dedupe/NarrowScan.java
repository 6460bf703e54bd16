package io.firn.dedupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.data.SparkParquetReaders;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads a few columns of a table's files. */
final class NarrowScan {
  private final Table table;
  private final Expression filter;
  private final Schema projection;

  /**
   * A scan of these columns.
   *
   * @param filter what row groups must be able to have; rows may have something else
   */
  NarrowScan(Table table, Expression filter, List<String> columns) {
    this.table = table;
    this.filter = filter;
    this.projection = table.schema().select(columns);
  }

  /** Where rows have the column. */
  int position(String column) {
    Types.NestedField field = projection.findField(column);
    if (field == null) {
      throw new IllegalStateException("Table " + table.name() + " has no column " + column);
    }
    return projection.columns().indexOf(field);
  }

  /** All rows of files that nobody could delete rows of yet; each is valid during the call only. */
  void written(List<DataFile> files, Consumer<InternalRow> each) {
    files.forEach(file -> read(file, plain(file), each));
  }

  /** The rows that are not deleted; each is valid during the call only. */
  void live(List<FileScanTask> tasks, Consumer<InternalRow> each) {
    tasks.forEach(
        task ->
            read(task.file(), task.deletes().isEmpty() ? plain(task.file()) : left(task), each));
  }

  private static void read(
      ContentFile<?> file, CloseableIterable<InternalRow> open, Consumer<InternalRow> each) {
    try (CloseableIterable<InternalRow> rows = open) {
      rows.forEach(each);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location() + ": " + e, e);
    }
  }

  private CloseableIterable<InternalRow> plain(DataFile file) {
    return Parquet.read(table.io().newInputFile(file.location()))
        .project(projection)
        .filter(filter)
        .createReaderFunc(type -> SparkParquetReaders.buildReader(projection, type))
        .reuseContainers()
        .build();
  }

  /** Deletes are told by columns that nobody asked for: such files are read with them. */
  private CloseableIterable<InternalRow> left(FileScanTask task) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), projection);
    Schema required = deletes.requiredSchema();
    CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(task.file().location()))
            .project(required)
            .filter(filter)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(required, type))
            .build();
    return CloseableIterable.transform(deletes.filter(rows), this::row);
  }

  private InternalRow row(Record record) {
    Object[] values =
        projection.columns().stream()
            .map(column -> value(record.getField(column.name())))
            .toArray();
    return new GenericInternalRow(values);
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof LocalDateTime time) {
      return DateTimeUtil.microsFromTimestamp(time);
    }
    return value instanceof CharSequence text ? UTF8String.fromString(text.toString()) : value;
  }
}
