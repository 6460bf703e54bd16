package io.firn.schema;

import io.firn.policy.CaseClass;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of one struct after a batch: what it had, and what the batch's keys need. */
final class LevelDecision {
  private final Struct existing;
  private final Observation observed;
  private final Set<String> reserved;
  private final Scope scope;

  LevelDecision(Struct existing, Observation observed, Set<String> reserved, Scope scope) {
    this.existing = existing;
    this.observed = observed;
    this.reserved = reserved;
    this.scope = scope;
  }

  /** Existing columns keep their places; new ones follow in the order of their names. */
  Struct decide() {
    List<KeyGroup> groups = groups();
    groups.forEach(group -> group.decide(scope));
    new LevelNames(existing, reserved, scope.batch()).assign(groups);
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
    Map<String, KeyGroup> byClass = ofClass(groups);
    observed
        .children()
        .forEach(
            (key, values) -> {
              KeyGroup group = byKey.get(key);
              if (group == null) {
                group = groupOfNewKey(key, groups, byClass);
              }
              group.observe(key, values);
            });
    return groups;
  }

  /** The one group of each case class; none where keys of the class met in an earlier batch. */
  private static Map<String, KeyGroup> ofClass(List<KeyGroup> groups) {
    Map<String, KeyGroup> byClass = new HashMap<>();
    Set<String> met = new HashSet<>();
    for (KeyGroup group : groups) {
      for (String key : group.keys()) {
        String caseClass = CaseClass.of(key);
        KeyGroup other = byClass.put(caseClass, group);
        if (other != null && other != group) {
          met.add(caseClass);
        }
      }
    }
    byClass.keySet().removeAll(met);
    return byClass;
  }

  /** Keys that differ only in case share columns, unless they met in one object. */
  private KeyGroup groupOfNewKey(String key, List<KeyGroup> groups, Map<String, KeyGroup> byClass) {
    String caseClass = CaseClass.of(key);
    return observed.met(caseClass)
        ? newGroup(key, groups)
        : byClass.computeIfAbsent(caseClass, c -> newGroup(key, groups));
  }

  private static KeyGroup newGroup(String key, List<KeyGroup> groups) {
    KeyGroup group = new KeyGroup(List.of(key));
    groups.add(group);
    return group;
  }
}
