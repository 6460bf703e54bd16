package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Columns of a table that no batch had to make. */
final class SampleColumns {
  static final String BATCH = "20261123t055301123z-1f0c9a2b";

  private SampleColumns() {}

  /** A table's schema, and its payload with the schema's ids. */
  record Table(Schema schema, Struct payload) {}

  static Table table(Column... columns) {
    Struct payload = new Struct(List.of(columns), List.of());
    Schema schema =
        TypeUtil.assignFreshIds(IcebergTypes.schema(payload), new AtomicInteger()::incrementAndGet);
    return new Table(schema, IcebergTypes.withIds(payload, schema));
  }

  /** The table with one more column at its end, which somebody else has added. */
  static Table withForeign(Table table, String name) {
    List<Types.NestedField> fields = new ArrayList<>(table.schema().columns());
    fields.add(Types.NestedField.optional(900, name, Types.IntegerType.get()));
    return new Table(new Schema(fields), new Struct(table.payload().columns(), List.of(name)));
  }

  static Column plain(String name, ColumnType type) {
    return column(name, name, Kind.PLAIN, type);
  }

  /** A variant of the key that its name begins with. */
  static Column variant(String name, ColumnType type) {
    return column(name, name.substring(0, name.indexOf("__")), Kind.VARIANT, type);
  }

  /** JSON text of the key that its name begins with. */
  static Column json(String name) {
    return column(name, name.substring(0, name.indexOf("__")), Kind.JSON, ColumnType.Scalar.STRING);
  }

  static Column column(String name, String key, Kind kind, ColumnType type) {
    return new Column(null, name, kind, List.of(key), type, BATCH);
  }

  static Struct struct(Column... columns) {
    return new Struct(List.of(columns), List.of());
  }

  static Repeated list(ColumnType element) {
    return new Repeated(element, null);
  }

  static TextMap map() {
    return new TextMap(null, null);
  }
}
