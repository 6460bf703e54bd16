package io.firn.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The columns that every table has; they frame the payload. */
public enum Envelope {
  LOG_TIME(Types.TimestampType.withoutZone(), "the event's time, UTC"),
  LOG_GROUP(Types.StringType.get(), "the log group"),
  LOG_STREAM(Types.StringType.get(), "the log stream"),
  LOG_MESSAGE(Types.StringType.get(), "the raw text, where columns do not hold all of it"),
  LOG_ACCOUNT(Types.StringType.get(), "the AWS account"),
  LOG_REGION(Types.StringType.get(), "the AWS Region"),
  LOG_ID(Types.StringType.get(), "the subscription event's id; null for exports"),
  LOG_DIGEST(Types.LongType.get(), "xxHash64 of the message, on routes that dedupe"),
  LOG_RESCUED(Types.StringType.get(), "JSON array of values that no column holds"),
  LOG_TIME_SOURCE(Types.StringType.get(), "null, or object: the event had no time of its own"),
  LOG_OBJECT(Types.StringType.get(), "the object that held the event"),
  LOG_POSITION(Types.LongType.get(), "the event's number in its object, from 1"),
  LOG_BATCH(Types.StringType.get(), "the batch that brought the event; sorts by time");

  private static final List<Envelope> HEAD = List.of(LOG_TIME, LOG_GROUP, LOG_STREAM, LOG_MESSAGE);
  private static final Set<String> KEPT_FOR_LATER =
      Set.of("log_ingested_at", "log_source", "log_tags");

  /** The partition field, and the names under which engines show a row's file and position. */
  private static final Set<String> OTHERS =
      Set.of(
          "log_time_day",
          "_file",
          "_pos",
          "_deleted",
          "_spec_id",
          "_partition",
          "_row_id",
          "_last_updated_sequence_number",
          "_change_type",
          "_change_ordinal",
          "_commit_snapshot_id");

  // Iceberg's types are immutable, but not annotated as such.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Type type;

  private final String doc;

  Envelope(Type type, String doc) {
    this.type = type;
    this.doc = doc;
  }

  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first column after the payload. */
  static String firstAfterPayload() {
    return LOG_ACCOUNT.column();
  }

  /** Names that no payload column may take. */
  static Set<String> reserved() {
    Set<String> names = new HashSet<>(KEPT_FOR_LATER);
    names.addAll(OTHERS);
    for (Envelope column : values()) {
      names.add(column.column());
    }
    return names;
  }

  /** A whole schema around payload fields; all ids are placeholders. */
  static List<Types.NestedField> around(List<Types.NestedField> payload) {
    List<Types.NestedField> fields = new ArrayList<>();
    HEAD.forEach(column -> fields.add(column.field(fields.size() + 1)));
    int id = fields.size() + 1;
    fields.addAll(payload);
    for (Envelope column : values()) {
      if (!HEAD.contains(column)) {
        fields.add(column.field(id++));
      }
    }
    return fields;
  }

  /** The id is a placeholder below those of the payload; Iceberg assigns fresh ones. */
  private Types.NestedField field(int id) {
    return Types.NestedField.optional(id, column(), type, doc);
  }
}
