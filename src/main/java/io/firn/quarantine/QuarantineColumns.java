package io.firn.quarantine;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.firn.BatchId;
import java.nio.ByteBuffer;
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
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The columns of {@code firn.quarantine}, and how bad records are put into them. */
final class QuarantineColumns {
  static final Schema SCHEMA =
      new Schema(
          required(1, "at", TimestampType.withoutZone(), "when the batch ran, UTC"),
          required(2, "batch", StringType.get(), "the ingest batch that met the bytes"),
          required(3, "object", StringType.get(), "the input object, as in log_object"),
          required(
              4,
              "position",
              LongType.get(),
              "number of the event before the bytes in their object; 0 before the first"),
          required(5, "reason", StringType.get(), "why the bytes are no event"),
          optional(
              6,
              "bytes",
              BinaryType.get(),
              "the bytes, at most the first MiB; null where the route drops or masks fields"));

  private QuarantineColumns() {}

  static Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("write.format.default", "parquet");
    properties.put("write.parquet.compression-codec", "zstd");
    // Records may have a MiB each: with the default, a hundred wait before anybody looks.
    properties.put("write.parquet.row-group-size-bytes", String.valueOf(16 << 20));
    properties.put("write.parquet.row-group-check-min-record-count", "1");
    properties.put("write.parquet.row-group-check-max-record-count", "10");
    for (String column : new String[] {"batch", "object"}) {
      properties.put("write.metadata.metrics.column." + column, "full");
    }
    // Payload has no place in the table's metadata.
    properties.put("write.metadata.metrics.column.bytes", "counts");
    properties.put("commit.retry.num-retries", "20");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    return properties;
  }

  static Record toRecord(BadRecord bad, BatchId batch, Instant at) {
    Record record = GenericRecord.create(SCHEMA);
    record.setField(
        "at", LocalDateTime.ofInstant(at, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
    record.setField("batch", batch.id());
    record.setField("object", bad.object());
    record.setField("position", bad.position());
    record.setField("reason", bad.reason());
    record.setField("bytes", bad.bytes() == null ? null : ByteBuffer.wrap(bad.bytes()));
    return record;
  }

  static QuarantinedRecord toQuarantined(Record record) {
    return new QuarantinedRecord(
        value(record, "at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        new BatchId(value(record, "batch", String.class)),
        new BadRecord(
            value(record, "object", String.class),
            value(record, "position", Long.class),
            value(record, "reason", String.class),
            bytes((ByteBuffer) record.getField("bytes"))));
  }

  private static <T> T value(Record record, String column, Class<T> type) {
    return Objects.requireNonNull(type.cast(record.getField(column)), column);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
