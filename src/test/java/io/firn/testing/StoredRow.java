package io.firn.testing;

import io.firn.schema.Column;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.EventRebuilder.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Rows as Iceberg's own generic reader gives them. */
final class StoredRow {
  private StoredRow() {}

  /** The event in a row of a log table. */
  static Stored of(Record row, Struct payload) {
    Map<String, Object> columns = new HashMap<>();
    for (Column column : payload.columns()) {
      columns.put(column.name(), plain(row.getField(column.name())));
    }
    return new Stored(
        columns, (String) row.getField("log_message"), (String) row.getField("log_rescued"));
  }

  private static Object plain(Object value) {
    if (value instanceof Record struct) {
      Map<String, Object> fields = new HashMap<>();
      for (Types.NestedField field : struct.struct().fields()) {
        fields.put(field.name(), plain(struct.getField(field.name())));
      }
      return fields;
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    return value;
  }
}
