package io.firn.testing;

import io.firn.schema.Column;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which spellings of a key are one key, level by level. */
final class KeyPaths {
  private final IdentityHashMap<Struct, Map<String, List<Column>>> levels = new IdentityHashMap<>();

  /** The first spelling that the key's columns list; the key itself where it has no column. */
  String canonical(ColumnType level, String key) {
    List<Column> columns = columns(level, key);
    return columns.isEmpty() ? key : columns.get(0).keys().get(0);
  }

  /** The struct whose fields an object under the key fills; null if there is none. */
  ColumnType structUnder(ColumnType level, String key) {
    return under(level, key, Struct.class);
  }

  /** The list that an array under the key fills; null if there is none. */
  ColumnType listUnder(ColumnType level, String key) {
    return under(level, key, Repeated.class);
  }

  static ColumnType element(ColumnType list) {
    return list instanceof Repeated repeated ? repeated.element() : null;
  }

  private ColumnType under(ColumnType level, String key, Class<? extends ColumnType> kind) {
    return columns(level, key).stream()
        .map(Column::type)
        .filter(kind::isInstance)
        .findFirst()
        .orElse(null);
  }

  private List<Column> columns(ColumnType level, String key) {
    if (!(level instanceof Struct struct)) {
      return List.of();
    }
    return levels.computeIfAbsent(struct, KeyPaths::index).getOrDefault(key, List.of());
  }

  private static Map<String, List<Column>> index(Struct struct) {
    Map<String, List<Column>> index = new HashMap<>();
    for (Column column : struct.columns()) {
      for (String key : column.keys()) {
        index.computeIfAbsent(key, k -> new java.util.ArrayList<>()).add(column);
      }
    }
    return index;
  }
}
