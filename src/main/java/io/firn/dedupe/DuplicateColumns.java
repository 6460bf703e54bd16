package io.firn.dedupe;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code firn.duplicates}. */
final class DuplicateColumns {
  static final Schema SCHEMA =
      new Schema(
          required(1, "batch", StringType.get(), "the ingest batch that left the event out"),
          required(2, "table_name", StringType.get(), "the table that has it already"),
          required(3, "table_uuid", StringType.get(), "which table of that name"),
          required(4, "log_time", TimestampType.withoutZone(), "the event's time, UTC"),
          optional(5, "log_group", StringType.get(), "the log group"),
          optional(6, "log_account", StringType.get(), "the AWS account"),
          optional(7, "log_region", StringType.get(), "the AWS Region"),
          required(8, "log_digest", LongType.get(), "xxHash64 of the message"),
          optional(9, "log_id", StringType.get(), "the subscription event's id; null for exports"),
          required(10, "log_object", StringType.get(), "the object that held the event"),
          required(11, "log_position", LongType.get(), "the event's number in its object"));

  static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).day("log_time", "log_time_day").build();

  private DuplicateColumns() {}

  static Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("write.format.default", "parquet");
    properties.put("write.parquet.compression-codec", "zstd");
    for (String column : new String[] {"batch", "table_name", "table_uuid"}) {
      properties.put("write.metadata.metrics.column." + column, "full");
    }
    properties.put("commit.retry.num-retries", "20");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    return properties;
  }
}
