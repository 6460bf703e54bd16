package io.firn.dedupe;

import io.firn.table.BatchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of {@code firn.duplicates} that one search writes: one for each day that has rows. */
final class RememberedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedFiles.class);

  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  private final SearchShipment shipment;
  private final DuplicateSearch search;
  private final long attempt;
  private final Map<Long, DataWriter<Record>> open = new HashMap<>();
  private final List<String> paths = new ArrayList<>();
  private @Nullable Record template;
  private @Nullable DataWriter<Record> last;
  private long lastDay;

  RememberedFiles(SearchShipment shipment, DuplicateSearch search, long attempt) {
    this.shipment = shipment;
    this.search = search;
    this.attempt = attempt;
  }

  void add(EventRow row, String object, long position) throws IOException {
    Table table = shipment.requiredDuplicates();
    Record record = template(table).copy();
    record.setField("log_time", DateTimeUtil.timestampFromMicros(row.micros()));
    record.setField("log_group", row.group());
    record.setField("log_account", row.account());
    record.setField("log_region", row.region());
    record.setField("log_digest", row.digest());
    record.setField("log_id", row.id());
    record.setField("log_object", object);
    record.setField("log_position", position);
    writer(table, record, Math.floorDiv(row.micros(), MICROS_PER_DAY)).write(record);
  }

  /** What all rows share. */
  private Record template(Table table) {
    Record shared = template;
    if (shared == null) {
      shared = GenericRecord.create(table.schema());
      shared.setField("batch", shipment.batch().id());
      shared.setField("table_name", search.table().toString());
      shared.setField("table_uuid", shipment.table(search.table()).table().uuid().toString());
      template = shared;
    }
    return shared;
  }

  /** Neighbours are of one day, mostly. */
  private DataWriter<Record> writer(Table table, Record record, long day) throws IOException {
    DataWriter<Record> writer = last;
    if (writer == null || day != lastDay) {
      writer = open.get(day);
      if (writer == null) {
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(record));
        writer = writer(table, key);
        open.put(day, writer);
      }
      last = writer;
      lastDay = day;
    }
    return writer;
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
