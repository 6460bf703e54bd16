package io.firn.ingest;

import io.firn.decode.LogEvents;
import io.firn.decode.Origin;
import io.firn.dedupe.TextDigest;
import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import io.firn.parse.JsonTape;
import io.firn.parse.Utf8;
import io.firn.schema.Envelope;
import io.firn.shred.Rescued;
import io.firn.shred.Shredder;
import io.firn.table.LogTables;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Builds the row of one event: envelope and payload. */
final class EventRows {
  static final long MICROS_PER_MILLI = 1000L;

  private static final UTF8String TIME_OF_OBJECT = UTF8String.fromString("object");

  private final SparkValues values = new SparkValues();
  private final Rescued rescued = new Rescued();
  private final Shredder shredder;
  private final int width;
  private final int timeAt;
  private final int messageAt;
  private final int rescuedAt;
  private final int positionAt;
  private final int idAt;
  private final int digestAt;
  private final int timeSourceAt;

  /** Whether the table's events are compared by their text. */
  private final boolean digests;

  /** Fields that are the same for all events of an object. */
  private final int[] constantsAt;

  private final @Nullable UTF8String[] constants;
  private @Nullable UTF8String streamOfObject;
  private @Nullable Origin origin;

  EventRows(Table table, WriteSettings settings) {
    Schema schema = table.schema();
    this.digests = LogTables.hasDigests(table);
    this.shredder =
        new Shredder(settings.payload(), schema, settings.rules(), values, settings.onNew());
    this.width = schema.columns().size();
    this.timeAt = position(schema, Envelope.LOG_TIME);
    this.messageAt = position(schema, Envelope.LOG_MESSAGE);
    this.rescuedAt = position(schema, Envelope.LOG_RESCUED);
    this.positionAt = position(schema, Envelope.LOG_POSITION);
    this.idAt = position(schema, Envelope.LOG_ID);
    this.digestAt = position(schema, Envelope.LOG_DIGEST);
    this.timeSourceAt = position(schema, Envelope.LOG_TIME_SOURCE);
    this.constantsAt =
        Stream.of(
                Envelope.LOG_OBJECT,
                Envelope.LOG_STREAM,
                Envelope.LOG_GROUP,
                Envelope.LOG_BATCH,
                Envelope.LOG_ACCOUNT,
                Envelope.LOG_REGION)
            .mapToInt(column -> position(schema, column))
            .toArray();
    this.constants = new UTF8String[constantsAt.length];
    constants[3] = UTF8String.fromString(settings.round().batch().id());
  }

  private static int position(Schema schema, Envelope column) {
    Types.NestedField field = schema.findField(column.column());
    if (field == null) {
      throw new IllegalStateException("The table has no column " + column.column());
    }
    return schema.columns().indexOf(field);
  }

  /** The events that follow are the object's, or of its share. */
  void startObject(PlannedObject planned) {
    InputObject object = planned.object();
    LogSource source = planned.source();
    constants[0] = UTF8String.fromString(object.identity().uri());
    streamOfObject = UTF8String.fromString(object.stream());
    constants[1] = streamOfObject;
    constants[2] = UTF8String.fromString(source.group().name());
    constants[4] = UTF8String.fromString(source.account());
    constants[5] = UTF8String.fromString(source.region());
    origin = null;
  }

  /** The event may be of another stream than the one before. */
  @SuppressWarnings("ReferenceEquality") // The same instance as long as it stays equal.
  private void follow(@Nullable Origin of) {
    if (of != origin) {
      origin = of;
      String named = of == null ? null : of.logStream();
      constants[1] = named == null ? streamOfObject : UTF8String.fromString(named);
    }
  }

  Shredder shredder() {
    return shredder;
  }

  /** Whether the event built last has values that no column holds. */
  boolean hasRescued() {
    return rescued.size() > 0;
  }

  /** The row of the current event; null if the schema must be decided anew. */
  @Nullable InternalRow of(RoutedEvents events) {
    Object[] row = new Object[width];
    JsonTape fields = events.fields();
    if (fields == null) {
      rescued.clear();
    } else if (!shredder.shred(fields, row, rescued)) {
      return null;
    }
    LogEvents event = events.current();
    if (events.storesRaw()) {
      row[messageAt] = text(event.buffer(), event.offset(), event.length());
    }
    return complete(row, event);
  }

  private Object text(byte[] bytes, int offset, int length) {
    if (Utf8.isValid(bytes, offset, length)) {
      return values.string(bytes, offset, length);
    }
    rescued.add("", bytes, offset, offset + length, Rescued.Why.BYTES);
    byte[] repaired = Utf8.repair(bytes, offset, length);
    return values.string(repaired, 0, repaired.length);
  }

  private InternalRow complete(@Nullable Object[] row, LogEvents event) {
    follow(event.origin());
    row[timeAt] = event.epochMillis() * MICROS_PER_MILLI;
    row[positionAt] = event.position();
    byte[] id = event.id();
    if (id != null) {
      row[idAt] = UTF8String.fromBytes(id);
    }
    if (digests) {
      row[digestAt] = TextDigest.of(event.buffer(), event.offset(), event.length());
    }
    if (!event.hasOwnTime()) {
      row[timeSourceAt] = TIME_OF_OBJECT;
    }
    for (int i = 0; i < constantsAt.length; i++) {
      row[constantsAt[i]] = constants[i];
    }
    if (rescued.size() > 0) {
      row[rescuedAt] = UTF8String.fromBytes(rescued.toJson());
    }
    return new GenericInternalRow(row);
  }
}
