package io.firn.quarantine;

import io.firn.BatchId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** The bad records of one task attempt, in a file that is made with the first of them. */
public final class BadRecordFile {
  private final Table table;
  private final String path;
  private final BatchId batch;
  private final Instant at;
  private @Nullable DataWriter<Record> writer;

  /**
   * A file that is not there yet.
   *
   * @param table the table firn.quarantine
   */
  public BadRecordFile(Table table, String path, BatchId batch, Instant at) {
    this.table = table;
    this.path = path;
    this.batch = batch;
    this.at = at;
  }

  public void add(BadRecord record) throws IOException {
    if (writer == null) {
      writer =
          Parquet.writeData(table.io().newOutputFile(path))
              .forTable(table)
              .withSpec(table.spec())
              .createWriterFunc(GenericParquetWriter::create)
              .overwrite()
              .build();
    }
    writer.write(QuarantineTable.toRecord(record, batch, at));
  }

  /** Closes the file; without a record there is none. */
  public List<DataFile> complete() throws IOException {
    if (writer == null) {
      return List.of();
    }
    writer.close();
    return List.of(writer.toDataFile());
  }

  /**
   * Gives the records up; what was written is cleared away with the batch's folder at the latest.
   */
  public void discard() {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
    } catch (IOException e) {
      // It is deleted next.
    }
    writer = null;
    table.io().deleteFile(path);
  }
}
