package io.firn.testing;

import io.firn.schema.Column;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.EventRebuilder.Stored;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Rows as Iceberg's own generic reader gives them. */
public final class StoredRow {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private StoredRow() {}

  /** The event in a row of a log table. */
  public static Stored of(Record row, Struct payload) {
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
    if (value instanceof Map<?, ?> map) {
      return new HashMap<>(map);
    }
    return value instanceof LocalDateTime time ? (Object) micros(time) : value;
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(EPOCH, time);
  }
}
