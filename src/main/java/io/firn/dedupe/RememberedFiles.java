package io.firn.dedupe;

import io.firn.table.BatchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.DateTimeUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of {@code firn.duplicates} that one search writes: one for each day that has rows. */
final class RememberedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedFiles.class);

  private final SearchShipment shipment;
  private final DuplicateSearch search;
  private final long attempt;
  private final Map<PartitionKey, DataWriter<Record>> open = new HashMap<>();
  private final List<String> paths = new ArrayList<>();

  RememberedFiles(SearchShipment shipment, DuplicateSearch search, long attempt) {
    this.shipment = shipment;
    this.search = search;
    this.attempt = attempt;
  }

  void add(EventRow row, String object, long position) throws IOException {
    Table table = shipment.requiredDuplicates();
    Record record = GenericRecord.create(table.schema());
    record.setField("batch", shipment.batch().id());
    record.setField("table_name", search.table().toString());
    record.setField("table_uuid", shipment.table(search.table()).table().uuid().toString());
    record.setField("log_time", DateTimeUtil.timestampFromMicros(row.micros()));
    record.setField("log_group", row.group());
    record.setField("log_account", row.account());
    record.setField("log_region", row.region());
    record.setField("log_digest", row.digest());
    record.setField("log_id", row.id());
    record.setField("log_object", object);
    record.setField("log_position", position);
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(record));
    DataWriter<Record> writer = open.get(key);
    if (writer == null) {
      writer = writer(table, key);
      open.put(key, writer);
    }
    writer.write(record);
  }

  private DataWriter<Record> writer(Table table, PartitionKey key) throws IOException {
    String path =
        BatchFiles.path(
            table.location(),
            shipment.batch(),
            search.slice().number(),
            attempt,
            shipment.number(),
            paths.size());
    paths.add(path);
    return Parquet.writeData(table.io().newOutputFile(path))
        .forTable(table)
        .withSpec(table.spec())
        .withPartition(key)
        .createWriterFunc(GenericParquetWriter::create)
        .overwrite()
        .build();
  }

  /** Closes the files and returns them. */
  List<DataFile> complete() throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (DataWriter<Record> writer : open.values()) {
      writer.close();
      files.add(writer.toDataFile());
    }
    return files;
  }

  /** Deletes all that was written; the batch's folder is cleared of what is left once more. */
  void discard() {
    for (DataWriter<Record> writer : open.values()) {
      try {
        writer.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("Cannot close a discarded file", e);
      }
    }
    try {
      paths.forEach(shipment.requiredDuplicates().io()::deleteFile);
    } catch (UncheckedIOException e) {
      LOG.debug("Cannot delete a discarded file", e);
    }
  }
}
