package io.firn.schema;

import io.firn.policy.CaseClass;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of one struct after a batch: what it had, and what the batch's keys need. */
final class LevelDecision {
  private final Struct existing;
  private final Observation observed;
  private final Set<String> reserved;
  private final String batch;

  LevelDecision(Struct existing, Observation observed, Set<String> reserved, String batch) {
    this.existing = existing;
    this.observed = observed;
    this.reserved = reserved;
    this.batch = batch;
  }

  /** Existing columns keep their places; new ones follow in the order of their names. */
  Struct decide() {
    List<KeyGroup> groups = groups();
    groups.forEach(group -> group.decide(batch));
    new LevelNames(existing, reserved, batch).assign(groups);
    Map<Column, Column> evolved = new HashMap<>();
    groups.forEach(group -> evolved.putAll(group.evolved()));
    List<Column> columns = new ArrayList<>();
    existing.columns().forEach(column -> columns.add(evolved.getOrDefault(column, column)));
    groups.stream()
        .flatMap(group -> group.added().stream())
        .sorted(Comparator.comparing(Column::name))
        .forEach(columns::add);
    return new Struct(columns, existing.foreign());
  }

  private List<KeyGroup> groups() {
    Map<List<String>, KeyGroup> existingGroups = new LinkedHashMap<>();
    for (Column column : existing.columns()) {
      existingGroups.computeIfAbsent(column.keys(), KeyGroup::new).add(column);
    }
    Map<String, KeyGroup> byKey = new HashMap<>();
    existingGroups.values().forEach(g -> g.keys().forEach(key -> byKey.put(key, g)));
    List<KeyGroup> groups = new ArrayList<>(existingGroups.values());
    Map<String, KeyGroup> newByClass = new HashMap<>();
    observed
        .children()
        .forEach(
            (key, values) -> {
              KeyGroup group = byKey.get(key);
              if (group == null) {
                group = groupOfNewKey(key, groups, newByClass);
              }
              group.observe(key, values);
            });
    return groups;
  }

  /** Keys that differ only in case share columns, unless they met in one object. */
  private KeyGroup groupOfNewKey(
      String key, List<KeyGroup> groups, Map<String, KeyGroup> newByClass) {
    String caseClass = CaseClass.of(key);
    if (observed.met(caseClass)) {
      return newGroup(key, groups);
    }
    return existingOfClass(caseClass, groups)
        .orElseGet(() -> newByClass.computeIfAbsent(caseClass, c -> newGroup(key, groups)));
  }

  private static KeyGroup newGroup(String key, List<KeyGroup> groups) {
    KeyGroup group = new KeyGroup(List.of(key));
    groups.add(group);
    return group;
  }

  /**
   * The one group with columns that has a key of the class; none if keys met in an earlier batch.
   */
  private static Optional<KeyGroup> existingOfClass(String caseClass, List<KeyGroup> groups) {
    List<KeyGroup> found =
        groups.stream()
            .filter(KeyGroup::hasColumns)
            .filter(g -> g.keys().stream().anyMatch(k -> CaseClass.of(k).equals(caseClass)))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
