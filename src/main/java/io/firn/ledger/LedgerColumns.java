package io.firn.ledger;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.LedgerRow.Kind;
import io.firn.table.LogTables;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.catalog.Catalog;
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
          required(1, "at", TimestampType.withoutZone(), "when the row was written, UTC"),
          required(2, "run", StringType.get(), "the run that wrote it"),
          optional(
              3,
              "batch",
              StringType.get(),
              "the batch that it belongs to; the log_batch of its events"),
          required(
              4,
              "event",
              StringType.get(),
              "seen, claimed, committing, ingested, quarantined or abandoned"),
          required(
              5,
              "kind",
              StringType.get(),
              "what it is about: object, share, window, recheck or table"),
          optional(6, "bucket", StringType.get(), "of an object in S3, or of a window's marker"),
          optional(
              7,
              "key",
              StringType.get(),
              "the object's or the window's marker's key in its bucket, or a local file's path"),
          optional(
              8,
              "etag",
              StringType.get(),
              "the object's version: etag, or <size>-<modified ms> of a file"),
          optional(9, "size", LongType.get(), "the object's bytes as stored"),
          optional(
              10,
              "window_from",
              TimestampType.withoutZone(),
              "an export window's first millisecond, UTC"),
          optional(
              11,
              "window_to",
              TimestampType.withoutZone(),
              "an export window's last millisecond, UTC"),
          optional(
              12,
              "generation",
              LongType.get(),
              "creation time of the window's log group, ms since 1970"),
          optional(13, "account", StringType.get(), "the log group's AWS account"),
          optional(14, "region", StringType.get(), "the log group's AWS Region"),
          optional(15, "log_group", StringType.get(), "the log group that the input comes from"),
          optional(16, "table_name", StringType.get(), "the table that the batch goes to"),
          optional(17, "table_uuid", StringType.get(), "tells the table from another of its name"),
          optional(
              18,
              "table_location",
              StringType.get(),
              "the batch writes below it, in data/<batch>/"),
          optional(19, "snapshot_id", LongType.get(), "the staged snapshot that is decided"),
          optional(20, "parser", StringType.get(), "what read the messages"),
          optional(
              21,
              "events",
              LongType.get(),
              "events taken in; of a quarantined object those before its damage"),
          optional(22, "bad_records", LongType.get(), "records that are no events"),
          optional(23, "rescued", LongType.get(), "events with values that no column holds"),
          optional(24, "bytes_in", LongType.get(), "inflated bytes"),
          optional(
              25, "reason", StringType.get(), "why it was quarantined or abandoned, or a remark"));

  private LedgerColumns() {}

  private static Map<String, String> properties() {
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

  /** Makes the ledger, unless somebody else is quicker. */
  static void create(Catalog catalog, TableName name) {
    LogTables.createShared(
        catalog,
        name,
        catalog
            .buildTable(LogTables.identifier(name), SCHEMA)
            .withPartitionSpec(PartitionSpec.unpartitioned())
            .withSortOrder(SortOrder.builderFor(SCHEMA).asc("log_group").asc("key").build())
            .withProperties(properties()));
  }

  static Record toRecord(LedgerRow row, String run, Instant at) {
    Record record = GenericRecord.create(SCHEMA);
    record.setField("at", stored(at));
    record.setField("run", run);
    record.setField("batch", row.batch().id());
    record.setField("event", row.event().stored());
    record.setField("kind", row.kind().name().toLowerCase(Locale.ROOT));
    record.setField("reason", row.reason());
    setTable(record, row.table());
    setObject(record, row.object());
    setWindow(record, row.window());
    setSource(record, row.source());
    setWork(record, row.work());
    return record;
  }

  private static LocalDateTime stored(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
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

  private static void setWindow(Record record, @Nullable ExportWindow window) {
    if (window != null) {
      record.setField("window_from", stored(window.from()));
      record.setField("window_to", stored(window.to()));
      record.setField("generation", window.generation());
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
            (String) record.getField("table_uuid"),
            text(record, "table_location"),
            (Long) record.getField("snapshot_id")),
        kind(record) == Kind.TABLE ? null : object(record),
        window(record),
        source(record),
        work(record),
        (String) record.getField("reason"),
        kind(record) == Kind.SHARE);
  }

  static WrittenRow toWritten(Record record) {
    return new WrittenRow(at(record), text(record, "run"), toRow(record));
  }

  static QuarantinedObject toQuarantined(Record record) {
    return new QuarantinedObject(
        at(record),
        batch(record),
        table(record),
        object(record),
        source(record),
        Objects.requireNonNull(work(record), "parser"),
        text(record, "reason"),
        kind(record) == Kind.RECHECK);
  }

  static Instant at(Record record) {
    return time(record, "at");
  }

  private static Instant time(Record record, String column) {
    LocalDateTime time = (LocalDateTime) record.getField(column);
    return Objects.requireNonNull(time, column).toInstant(ZoneOffset.UTC);
  }

  static @Nullable String uuid(Record record) {
    return (String) record.getField("table_uuid");
  }

  static Kind kind(Record record) {
    return Kind.valueOf(text(record, "kind").toUpperCase(Locale.ROOT));
  }

  private static @Nullable ExportWindow window(Record record) {
    return switch (kind(record)) {
      case OBJECT, SHARE, TABLE -> null;
      case WINDOW -> window(record, Purpose.EXPORT);
      case RECHECK -> window(record, Purpose.RECHECK);
    };
  }

  private static ExportWindow window(Record record, Purpose purpose) {
    return new ExportWindow(
        number(record, "generation"),
        time(record, "window_from"),
        time(record, "window_to"),
        purpose);
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

  static @Nullable LogSource source(Record record) {
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
