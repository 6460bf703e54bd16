package io.firn.schema;

import io.firn.schema.KeyDecision.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that share columns, with their columns, while a level is decided. */
final class KeyGroup {
  private final List<String> keys;
  private final List<Column> columns = new ArrayList<>();
  private final Observation observed = new Observation();
  private final Map<Column, Column> evolved = new HashMap<>();
  private final List<Column> added = new ArrayList<>();
  private List<Wanted> wanted = List.of();
  private String base = "";

  KeyGroup(List<String> keys) {
    this.keys = new ArrayList<>(keys);
  }

  void add(Column column) {
    columns.add(column);
  }

  void observe(String key, Observation values) {
    if (!keys.contains(key)) {
      keys.add(key);
      keys.sort(KeyOrder.UTF8);
    }
    observed.merge(values);
  }

  /**
   * @param level where the group's keys are
   */
  void decide(Scope level) {
    KeyDecision decision = new KeyDecision(columns, observed, level.below(keys.get(0)));
    List<Column> after = decision.evolved();
    for (int i = 0; i < columns.size(); i++) {
      evolved.put(columns.get(i), after.get(i).withKeys(keys));
    }
    wanted = decision.wanted();
  }

  List<String> keys() {
    return keys;
  }

  boolean hasColumns() {
    return !columns.isEmpty();
  }

  List<Column> columns() {
    return columns;
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /** The name that the names of new columns are built on. */
  String base() {
    return base;
  }

  void setBase(String name) {
    base = name;
  }

  /** Existing columns, and what became of them. */
  Map<Column, Column> evolved() {
    return evolved;
  }

  List<Column> added() {
    return added;
  }

  void name(Wanted column, String name, String batch) {
    added.add(new Column(null, name, column.kind(), keys, column.type(), batch, column.hint()));
  }

  /** The key that names the group: the one that equals its folded name, else the smallest. */
  String namingKey() {
    return exactKey().orElse(keys.get(0));
  }

  Optional<String> exactKey() {
    return keys.stream().filter(key -> key.equals(ColumnNames.fold(key))).findFirst();
  }

  /** The name that the existing columns are built on. */
  Optional<String> existingBase() {
    return KeyColumns.base(columns);
  }
}
