package io.firn.config;

import io.firn.policy.CaseClass;
import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a route says of its table's columns: all routes to one table say the same.
 *
 * @param unwrap keys whose strings hold JSON objects that are taken for fields
 * @param maps keys whose objects become maps, those of the shipped list included
 * @param columns what is said of single keys, in the order of the file
 * @param nullValues strings that are null in columns with a type of {@code columns}
 */
public record SchemaConfig(
    List<KeyPath> unwrap,
    Conflict conflict,
    Evolve evolve,
    SchemaBounds bounds,
    List<String> maps,
    Map<KeyPath, ColumnConfig> columns,
    List<String> nullValues) {
  public SchemaConfig {
    unwrap = List.copyOf(unwrap);
    maps = List.copyOf(maps);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    nullValues = List.copyOf(nullValues);
    for (KeyPath path : columns.keySet()) {
      checkedPath(path, columns, maps);
    }
  }

  /**
   * A path of {@code columns} that can have a column.
   *
   * @throws IllegalArgumentException if a key on its way is no struct by what is said of it
   */
  static KeyPath checkedPath(KeyPath path, Map<KeyPath, ColumnConfig> columns, List<String> maps) {
    columns.forEach(
        (other, column) -> {
          if (path.isBelow(other) && column.type() != null && column.type() != Hint.STRUCT) {
            throw new IllegalArgumentException(
                below(path, other, "whose type is " + column.type().spelling()));
          }
        });
    Set<String> mapKeys = caseClasses(maps);
    for (int size = 1; size < path.keys().size(); size++) {
      KeyPath outer = new KeyPath(path.keys().subList(0, size));
      boolean isMap = mapKeys.contains(CaseClass.of(path.keys().get(size - 1)));
      if (isMap && !isStruct(outer, columns)) {
        throw new IllegalArgumentException(
            below(path, outer, "which is one of maps, unless columns has " + outer + ": struct"));
      }
    }
    return path;
  }

  private static String below(KeyPath path, KeyPath outer, String reason) {
    return "Invalid path: " + path + " (must not be below " + outer + ", " + reason + ")";
  }

  private static Set<String> caseClasses(List<String> keys) {
    return keys.stream().map(CaseClass::of).collect(Collectors.toSet());
  }

  private static boolean isStruct(KeyPath path, Map<KeyPath, ColumnConfig> columns) {
    return columns.entrySet().stream()
        .anyMatch(said -> said.getKey().isSameAs(path) && said.getValue().type() == Hint.STRUCT);
  }

  /** As the policy of events has them. */
  SchemaRules rules() {
    SchemaRules rules =
        new SchemaRules(
            conflict, evolve, bounds, Set.copyOf(maps), Set.copyOf(nullValues), ColumnRule.NONE);
    for (Map.Entry<KeyPath, ColumnConfig> said : columns.entrySet()) {
      ColumnConfig column = said.getValue();
      rules = rules.with(said.getKey().keys(), column.type(), column.conflict());
    }
    return rules;
  }
}
