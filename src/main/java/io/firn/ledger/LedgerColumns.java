package io.firn.ledger;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The columns of {@code firn.ledger}, and how rows are put into them. */
final class LedgerColumns {
  static final Schema SCHEMA =
      new Schema(
          required(1, "at", TimestampType.withoutZone()),
          required(2, "run", StringType.get()),
          optional(3, "batch", StringType.get()),
          required(4, "event", StringType.get()),
          required(5, "kind", StringType.get()),
          optional(6, "bucket", StringType.get()),
          optional(7, "key", StringType.get()),
          optional(8, "etag", StringType.get()),
          optional(9, "size", LongType.get()),
          optional(10, "window_from", TimestampType.withoutZone()),
          optional(11, "window_to", TimestampType.withoutZone()),
          optional(12, "generation", LongType.get()),
          optional(13, "account", StringType.get()),
          optional(14, "region", StringType.get()),
          optional(15, "log_group", StringType.get()),
          optional(16, "table_name", StringType.get()),
          optional(17, "table_uuid", StringType.get()),
          optional(18, "table_location", StringType.get()),
          optional(19, "snapshot_id", LongType.get()),
          optional(20, "parser", StringType.get()),
          optional(21, "events", LongType.get()),
          optional(22, "bad_records", LongType.get()),
          optional(23, "rescued", LongType.get()),
          optional(24, "bytes_in", LongType.get()),
          optional(25, "reason", StringType.get()));

  private static final String OBJECT = "object";
  private static final String TABLE = "table";

  private LedgerColumns() {}

  static Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("write.format.default", "parquet");
    properties.put("write.parquet.compression-codec", "zstd");
    // Conflicts are found by a file's bounds: they must not be cut.
    for (String column : new String[] {"event", "batch", "log_group", "key"}) {
      properties.put("write.metadata.metrics.column." + column, "full");
    }
    properties.put("commit.retry.num-retries", "20");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    return properties;
  }

  static Record toRecord(LedgerRow row, String run, Instant at) {
    Record record = GenericRecord.create(SCHEMA);
    record.setField(
        "at", LocalDateTime.ofInstant(at, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
    record.setField("run", run);
    record.setField("batch", row.batch().id());
    record.setField("event", row.event().stored());
    record.setField("kind", row.object() == null ? TABLE : OBJECT);
    record.setField("reason", row.reason());
    setTable(record, row.table());
    setObject(record, row.object());
    setSource(record, row.source());
    setWork(record, row.work());
    return record;
  }

  private static void setTable(Record record, Target table) {
    record.setField("table_name", table.name().toString());
    record.setField("table_uuid", table.uuid());
    record.setField("table_location", table.location());
    record.setField("snapshot_id", table.snapshotId());
  }

  private static void setObject(Record record, @Nullable ObjectIdentity object) {
    if (object != null) {
      record.setField("bucket", object.bucket());
      record.setField("key", object.key());
      record.setField("etag", object.etag());
      record.setField("size", object.size());
    }
  }

  private static void setSource(Record record, @Nullable LogSource source) {
    if (source != null) {
      record.setField("log_group", source.group().name());
      record.setField("account", source.account());
      record.setField("region", source.region());
    }
  }

  private static void setWork(Record record, @Nullable Work work) {
    if (work != null) {
      record.setField("parser", work.parser());
      record.setField("events", work.events());
      record.setField("bad_records", work.badRecords());
      record.setField("rescued", work.rescued());
      record.setField("bytes_in", work.bytesIn());
    }
  }

  static LedgerRow toRow(Record record) {
    return new LedgerRow(
        batch(record),
        event(record),
        new Target(
            table(record),
            text(record, "table_uuid"),
            text(record, "table_location"),
            (Long) record.getField("snapshot_id")),
        record.getField("kind").equals(OBJECT) ? object(record) : null,
        source(record),
        work(record),
        (String) record.getField("reason"));
  }

  static QuarantinedObject toQuarantined(Record record) {
    return new QuarantinedObject(
        at(record),
        batch(record),
        table(record),
        object(record),
        Objects.requireNonNull(source(record), "log_group"),
        Objects.requireNonNull(work(record), "parser"),
        text(record, "reason"));
  }

  static Instant at(Record record) {
    LocalDateTime at = (LocalDateTime) record.getField("at");
    return Objects.requireNonNull(at, "at").toInstant(ZoneOffset.UTC);
  }

  static TableName table(Record record) {
    return TableName.parse(text(record, "table_name"));
  }

  static BatchId batch(Record record) {
    return new BatchId(text(record, "batch"));
  }

  static LedgerEvent event(Record record) {
    return LedgerEvent.ofStored(text(record, "event"));
  }

  static ObjectIdentity object(Record record) {
    return new ObjectIdentity(
        (String) record.getField("bucket"),
        text(record, "key"),
        text(record, "etag"),
        number(record, "size"));
  }

  private static @Nullable LogSource source(Record record) {
    String group = (String) record.getField("log_group");
    return group == null
        ? null
        : new LogSource(
            new LogGroup(group),
            (String) record.getField("account"),
            (String) record.getField("region"));
  }

  private static @Nullable Work work(Record record) {
    String parser = (String) record.getField("parser");
    return parser == null
        ? null
        : new Work(
            parser,
            number(record, "events"),
            number(record, "bad_records"),
            number(record, "rescued"),
            number(record, "bytes_in"));
  }

  private static String text(Record record, String column) {
    return Objects.requireNonNull((String) record.getField(column), column);
  }

  private static long number(Record record, String column) {
    return Objects.requireNonNull((Long) record.getField(column), column);
  }
}
