package io.firn.schema;

import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Payload columns as Iceberg types, and the ids that Iceberg gave them. */
public final class IcebergTypes {
  static final Type DECIMAL = Types.DecimalType.of(38, 0);
  static final Type TIMESTAMP = Types.TimestampType.withoutZone();

  /** Placeholders for ids that Iceberg assigns; above those of the envelope. */
  private static final int FIRST_PLACEHOLDER = 1000;

  private IcebergTypes() {}

  /** The schema of a new table: envelope and payload, ids still to be assigned. */
  public static Schema schema(Struct payload) {
    AtomicInteger ids = new AtomicInteger(FIRST_PLACEHOLDER);
    return new Schema(Envelope.around(fields(payload, ids)));
  }

  static Type type(ColumnType type) {
    return type(type, new AtomicInteger(FIRST_PLACEHOLDER));
  }

  private static Type type(ColumnType type, AtomicInteger ids) {
    if (type instanceof Struct struct) {
      return Types.StructType.of(fields(struct, ids));
    }
    if (type instanceof Repeated list) {
      return Types.ListType.ofOptional(ids.getAndIncrement(), type(list.element(), ids));
    }
    if (type instanceof TextMap) {
      return Types.MapType.ofOptional(
          ids.getAndIncrement(),
          ids.getAndIncrement(),
          Types.StringType.get(),
          Types.StringType.get());
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> Types.BooleanType.get();
      case LONG -> Types.LongType.get();
      case DOUBLE -> Types.DoubleType.get();
      case DECIMAL -> DECIMAL;
      case STRING -> Types.StringType.get();
      case TIMESTAMP -> TIMESTAMP;
    };
  }

  private static List<Types.NestedField> fields(Struct struct, AtomicInteger ids) {
    List<Types.NestedField> fields = new ArrayList<>();
    for (Column column : struct.columns()) {
      int id = ids.getAndIncrement();
      Type type = type(column.type(), ids);
      fields.add(Types.NestedField.optional(id, column.name(), type, column.doc()));
    }
    return fields;
  }

  /** The columns with the ids of the schema's fields of the same names. */
  public static Struct withIds(Struct payload, Schema schema) {
    return withIds(payload, schema.asStruct());
  }

  private static Struct withIds(Struct payload, Types.StructType type) {
    List<Column> columns = new ArrayList<>();
    for (Column column : payload.columns()) {
      Types.NestedField field = type.field(column.name());
      if (field == null) {
        throw new AssertionError("No field " + column.name() + " in " + type);
      }
      columns.add(column.withId(field.fieldId(), withIds(column.type(), field.type())));
    }
    return new Struct(columns, payload.foreign());
  }

  private static ColumnType withIds(ColumnType payload, Type type) {
    if (payload instanceof Struct struct) {
      return withIds(struct, type.asStructType());
    }
    if (payload instanceof Repeated list) {
      Types.ListType listType = type.asListType();
      return new Repeated(withIds(list.element(), listType.elementType()), listType.elementId());
    }
    if (payload instanceof TextMap) {
      return new TextMap(type.asMapType().keyId(), type.asMapType().valueId());
    }
    return payload;
  }

  static int idOf(Column column) {
    Integer id = column.id();
    if (id == null) {
      throw new IllegalStateException("Column " + column.name() + " has no field id yet");
    }
    return id;
  }
}
