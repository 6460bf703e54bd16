package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of one level that hold the values of one key, in the order of the table. */
public record KeyColumns(List<Column> columns) {
  private static final String SUFFIX = "__";

  public KeyColumns {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Invalid key: no column (must have one)");
    }
  }

  /** The keys of a level, each where its first column is. */
  public static List<KeyColumns> of(Struct level) {
    return of(level.columns());
  }

  static List<KeyColumns> of(List<Column> columns) {
    Map<List<String>, List<Column>> byKeys = new LinkedHashMap<>();
    for (Column column : columns) {
      byKeys.computeIfAbsent(column.keys(), keys -> new ArrayList<>()).add(column);
    }
    return byKeys.values().stream().map(KeyColumns::new).toList();
  }

  Column first() {
    return columns.get(0);
  }

  public List<String> keys() {
    return first().keys();
  }

  /** Whether the values are in several columns, or in one that has not the key's name. */
  public boolean hasVariants() {
    return columns.size() > 1 || first().kind() != Kind.PLAIN;
  }

  /** The name that the columns' names are built on. */
  String base() {
    return base(columns).orElse(first().name());
  }

  /** The plain column's name, else that of a sibling without its suffix; empty if none tells. */
  static Optional<String> base(List<Column> columns) {
    for (Column column : columns) {
      if (column.kind() == Kind.PLAIN) {
        return Optional.of(column.name());
      }
    }
    return columns.stream()
        .map(Column::name)
        .filter(name -> name.lastIndexOf(SUFFIX) > 0)
        .map(name -> name.substring(0, name.lastIndexOf(SUFFIX)))
        .findFirst();
  }
}
