package io.firn.testing;

import io.firn.policy.ColumnRule;
import io.firn.schema.Column;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
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

  /** The struct or map that an object under the key fills; null if there is none. */
  ColumnType structUnder(ColumnType level, String key) {
    ColumnType struct = under(level, key, Struct.class);
    return struct == null ? under(level, key, TextMap.class) : struct;
  }

  /** The list that an array under the key fills; null if there is none. */
  ColumnType listUnder(ColumnType level, String key) {
    return under(level, key, Repeated.class);
  }

  /** Whether values of the key are converted, so that some strings stand for null. */
  boolean isHinted(ColumnType level, String key, ColumnRule rule) {
    return columns(level, key).stream().anyMatch(c -> isHinted(c, rule));
  }

  private static boolean isHinted(Column column, ColumnRule rule) {
    return column.kind() == Column.Kind.PLAIN && column.hintUnder(rule) != null;
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
