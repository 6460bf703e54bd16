package io.firn.ingest;

import io.firn.table.BatchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.data.SparkParquetWriters;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data files of one task attempt: one open file for each partition, as far as the memory budget
 * goes, and a new one when a file has its target size.
 */
final class PartitionedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionedFiles.class);

  /** What an open Parquet column takes, filled or not. */
  private static final long BYTES_PER_COLUMN = 5L << 10;

  /** Heap for a byte of raw text that waits in a row group. */
  private static final int HEAP_PER_RAW_BYTE = 6;

  private static final int ROWS_BETWEEN_SIZE_CHECKS = 1000;

  /** Rows of 16 MiB must not wait for the hundred rows after which the table's setting looks. */
  private static final int MOST_ROWS_BETWEEN_ROW_GROUP_CHECKS = 16;

  private final Table table;
  private final WriteSettings settings;
  private final int task;
  private final long attempt;
  private final WriteBudget budget;
  private final StructType sparkType;
  private final long emptyFileBytes;
  private final long rowGroupBytes;
  private final long targetBytes;
  private final Map<PartitionKey, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<DataFile> closed = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();

  /**
   * Files of one attempt at a task.
   *
   * @param budget of the attempt, which other tables may take from too
   */
  PartitionedFiles(
      Table table, WriteSettings settings, int task, long attempt, WriteBudget budget) {
    this.table = table;
    this.settings = settings;
    this.task = task;
    this.attempt = attempt;
    this.budget = budget;
    this.sparkType = SparkSchemaUtil.convert(table.schema());
    int columns = TypeUtil.getProjectedIds(table.schema()).size();
    this.emptyFileBytes = columns * BYTES_PER_COLUMN;
    this.rowGroupBytes =
        property(
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
    this.targetBytes =
        property(
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    budget.add(this);
  }

  private long property(String name, long fallback) {
    return PropertyUtil.propertyAsLong(table.properties(), name, fallback);
  }

  /**
   * Adds a complete row. A failure leaves the open file's columns shifted: the whole attempt must
   * be discarded.
   *
   * @param rawBytes the event's length
   */
  void write(PartitionKey partition, InternalRow row, int rawBytes) throws IOException {
    OpenFile file = open.get(partition);
    if (file == null) {
      file = openFile(partition.copy());
    }
    file.writer.write(row);
    file.lastWrite = budget.nextWrite();
    file.rawBytes += rawBytes;
    if (++file.rows % ROWS_BETWEEN_SIZE_CHECKS == 0) {
      checkSize(partition, file);
    }
  }

  private void checkSize(PartitionKey partition, OpenFile file) throws IOException {
    if (file.writer.length() >= targetBytes) {
      open.remove(partition);
      close(file);
    } else {
      budget.makeRoom();
    }
  }

  private OpenFile openFile(PartitionKey partition) throws IOException {
    budget.makeRoom();
    String path =
        BatchFiles.path(
            table.location(),
            settings.round().batch(),
            task,
            attempt,
            settings.round().number(),
            paths.size());
    paths.add(path);
    OpenFile file = new OpenFile(writer(table.io().newOutputFile(path), partition));
    open.put(partition, file);
    return file;
  }

  private DataWriter<InternalRow> writer(OutputFile output, PartitionKey partition)
      throws IOException {
    return Parquet.writeData(output)
        .forTable(table)
        .withSpec(table.spec())
        .withPartition(partition)
        .createWriterFunc(type -> SparkParquetWriters.buildWriter(sparkType, type))
        .set(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, "1")
        .set(
            TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT,
            String.valueOf(MOST_ROWS_BETWEEN_ROW_GROUP_CHECKS))
        .overwrite()
        .build();
  }

  boolean isOpen() {
    return !open.isEmpty();
  }

  int openFiles() {
    return open.size();
  }

  /** When the file that was not written to for longest was written to, by the budget's count. */
  long oldestWrite() {
    return open.values().iterator().next().lastWrite;
  }

  /** Closes the file that was not written to for longest. */
  void closeOldest() throws IOException {
    PartitionKey eldest = open.keySet().iterator().next();
    close(Optional.ofNullable(open.remove(eldest)).orElseThrow());
  }

  /** What the open files take. */
  long estimatedBytes() {
    return open.values().stream()
        .mapToLong(
            file -> emptyFileBytes + Math.min(rowGroupBytes, file.rawBytes * HEAP_PER_RAW_BYTE))
        .sum();
  }

  private void close(OpenFile file) throws IOException {
    file.writer.close();
    closed.add(file.writer.toDataFile());
  }

  /** Closes all files and returns them. */
  List<DataFile> complete() throws IOException {
    List<OpenFile> files = List.copyOf(open.values());
    open.clear();
    for (OpenFile file : files) {
      close(file);
    }
    return List.copyOf(closed);
  }

  /** Deletes all that was written; the batch's folder is cleared of what is left once more. */
  void discard() {
    open.values().forEach(PartitionedFiles::abort);
    open.clear();
    closed.clear();
    try {
      paths.forEach(table.io()::deleteFile);
    } catch (UncheckedIOException e) {
      LOG.debug("Cannot delete a discarded file", e);
    }
    paths.clear();
  }

  private static void abort(OpenFile file) {
    try {
      file.writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot close a discarded file", e);
    }
  }

  private static final class OpenFile {
    private final DataWriter<InternalRow> writer;
    private long rows;
    private long rawBytes;
    private long lastWrite;

    OpenFile(DataWriter<InternalRow> writer) {
      this.writer = writer;
    }
  }
}
