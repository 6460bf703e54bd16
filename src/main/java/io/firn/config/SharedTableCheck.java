package io.firn.config;

import io.firn.TableName;
import io.firn.parse.ParserChoice;
import io.firn.policy.CaseClass;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaRules;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Routes to one table say the same of its columns; those that could not be read say nothing. */
final class SharedTableCheck {
  private final Map<TableName, Shared> firsts = new HashMap<>();

  private record Shared(RouteConfig route, Value place) {}

  /** Reports each route that differs from the first one to its table. */
  void report(List<DraftRoute> routes) {
    for (DraftRoute draft : routes) {
      DraftRoute.Tabled table = draft.table();
      RouteConfig route = draft.whole();
      if (table != null && route != null) {
        table.template().fixed().ifPresent(name -> report(name, new Shared(route, table.place())));
      }
    }
  }

  private void report(TableName table, Shared shared) {
    Shared first = firsts.putIfAbsent(table, shared);
    if (first == null) {
      return;
    }
    List<String> different = different(shared.route, first.route);
    if (!different.isEmpty()) {
      shared.place.problem(
          "Cannot share table "
              + table
              + " with the route at line "
              + first.place.place().line()
              + ": it says otherwise of "
              + String.join(", ", different)
              + " (say the same in both, or name another table)");
    }
  }

  private static List<String> different(RouteConfig one, RouteConfig other) {
    Map<String, Object> otherwise = said(other);
    return said(one).entrySet().stream()
        .filter(said -> !said.getValue().equals(otherwise.get(said.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What columns and files follow from, by key: equal where it means the same. */
  private static Map<String, Object> said(RouteConfig route) {
    SchemaRules rules = route.schema().rules();
    Map<String, Object> said = new LinkedHashMap<>();
    ParserChoice parser = route.parser();
    said.put(ConfigKeys.PARSER, parser.name());
    said.put(ConfigKeys.PATTERN, Optional.ofNullable(parser.pattern()));
    said.put(ConfigKeys.PRESET, Optional.ofNullable(parser.preset()));
    said.put(ConfigKeys.FIELDS, parser.fields());
    said.put(ConfigKeys.UNWRAP, unwrapped(route.schema().unwrap()));
    said.put(ConfigKeys.CONFLICT, rules.conflict());
    said.put(ConfigKeys.EVOLVE, rules.evolve());
    said.put(ConfigKeys.MAX_COLUMNS, rules.bounds().maxColumns());
    said.put(ConfigKeys.MAX_DEPTH, rules.bounds().maxDepth());
    said.put(ConfigKeys.MAPS, rules.maps());
    said.put(ConfigKeys.COLUMNS, rules.columns());
    said.put(ConfigKeys.NULL_VALUES, rules.nullValues());
    said.put(ConfigKeys.DEDUPE, route.dedupe());
    said.putAll(layout(route.layout()));
    return said;
  }

  private static Map<String, Object> layout(LayoutConfig layout) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put(ConfigKeys.SORT, layout.sort());
    said.put(ConfigKeys.BLOOM, Optional.ofNullable(layout.bloom()).map(Set::copyOf));
    said.put(ConfigKeys.STATISTICS, Set.copyOf(layout.statistics()));
    said.put(ConfigKeys.RETAIN, Optional.ofNullable(layout.retain()));
    return said;
  }

  private static Set<List<String>> unwrapped(List<KeyPath> paths) {
    return paths.stream()
        .map(path -> path.keys().stream().map(CaseClass::of).toList())
        .collect(Collectors.toSet());
  }
}
