package io.firn.quarantine;

import io.firn.BatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bad records that one task attempt meets: a file if there are any, else none. */
public final class BadRecordFile {
  private static final Logger LOG = LoggerFactory.getLogger(BadRecordFile.class);

  private final Table table;
  private final String path;
  private final BatchId batch;
  private final Instant at;
  private @Nullable DataWriter<Record> writer;

  /**
   * A file that is opened with its first record.
   *
   * @param table the quarantine's, from the catalog or as it was shipped to an executor
   * @param path below the batch's folder, of this attempt alone
   * @param at the time of the batch, for all its records
   */
  public BadRecordFile(Table table, String path, BatchId batch, Instant at) {
    this.table = table;
    this.path = path;
    this.batch = batch;
    this.at = at;
  }

  /** Adds a record; after a failure the file can only be discarded. */
  public void add(BadRecord record) throws IOException {
    if (writer == null) {
      writer = open();
    }
    writer.write(QuarantineColumns.toRecord(record, batch, at));
  }

  /** Closes the file and returns it; empty if there was no bad record. */
  public List<DataFile> complete() throws IOException {
    if (writer == null) {
      return List.of();
    }
    writer.close();
    return List.of(writer.toDataFile());
  }

  /** Deletes the file; the batch's folder is cleared of what is left once more. */
  public void discard() {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot close a discarded file", e);
    }
    writer = null;
    try {
      table.io().deleteFile(path);
    } catch (UncheckedIOException e) {
      LOG.debug("Cannot delete a discarded file", e);
    }
  }

  private DataWriter<Record> open() throws IOException {
    return Parquet.writeData(table.io().newOutputFile(path))
        .forTable(table)
        .withSpec(table.spec())
        .createWriterFunc(GenericParquetWriter::create)
        .overwrite()
        .build();
  }
}
