package io.firn.testing;

import io.firn.TableName;
import io.firn.table.LogTables;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Tables of events in many small files, as many runs leave them, made by Iceberg directly. */
public final class SmallFiles {
  public static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
  static final int GROUPS = 40;

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "log_time", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(2, "log_group", Types.StringType.get()),
          Types.NestedField.optional(3, "log_stream", Types.StringType.get()),
          Types.NestedField.optional(4, "log_batch", Types.StringType.get()),
          Types.NestedField.optional(5, "request_id", Types.StringType.get()),
          Types.NestedField.optional(6, "message", Types.StringType.get()),
          Types.NestedField.optional(7, "log_object", Types.StringType.get()));
  private static final int SECONDS_OF_DAY = 86_400;
  private static final int STREAMS = 200;
  private static final int NANOS_OF_MILLI = 1_000_000;

  private final Random random;
  private int files;

  /** Everything follows from the seed. */
  public SmallFiles(long seed) {
    this.random = new Random(seed);
  }

  /** A table as Firn makes it. */
  public static Table create(Catalog catalog, TableName name, Map<String, String> properties) {
    LogTables.create(
        catalog,
        name,
        LogTables.newTable(
            catalog, name, LogTables.newLocation(catalog, name), SCHEMA, properties));
    return catalog.loadTable(LogTables.identifier(name));
  }

  /** Appends so many files at once, each of one of the days and of any of its hours and groups. */
  public void append(Table table, int count, int rows, int days) throws IOException {
    AppendFiles append = table.newFastAppend();
    for (int i = 0; i < count; i++) {
      append.appendFile(file(table, FIRST_DAY.plusDays(random.nextInt(days)), rows));
    }
    append.commit();
  }

  /** A file with events of a day, in no order. */
  public DataFile file(Table table, @Nullable LocalDate day, int rows) throws IOException {
    return file(table, rows(table, day, rows));
  }

  /** So many events of a day, in no order. */
  public List<Record> rows(Table table, @Nullable LocalDate day, int count) {
    List<Record> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(row(table, day));
    }
    return rows;
  }

  /** A file with events of one day, in their order. */
  public DataFile file(Table table, List<Record> rows) throws IOException {
    String name = "made-" + files++ + ".parquet";
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(table.location() + "/data/" + name))
            .forTable(table)
            .withSpec(table.spec())
            .withPartition(partition)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }

  private Record row(Table table, @Nullable LocalDate day) {
    GenericRecord row = GenericRecord.create(table.schema());
    row.setField("log_time", day == null ? null : time(day));
    row.setField("log_group", group(random.nextInt(GROUPS)));
    row.setField("log_stream", "stream-" + random.nextInt(STREAMS));
    row.setField("log_batch", "20260101t000000000z-0000000" + random.nextInt(10));
    row.setField("request_id", Long.toHexString(random.nextLong()));
    row.setField("message", "words " + Long.toString(random.nextLong(), Character.MAX_RADIX));
    return row;
  }

  private LocalDateTime time(LocalDate day) {
    return day.atStartOfDay()
        .plusSeconds(random.nextInt(SECONDS_OF_DAY))
        .plusNanos((long) random.nextInt(1000) * NANOS_OF_MILLI);
  }

  static String group(int number) {
    return "/aws/lambda/orders-%02d".formatted(number);
  }
}
