package io.firn.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a route says of its table's files; what it has not read has its default. */
final class LayoutReader {
  private final Section route;

  LayoutReader(Section route) {
    this.route = route;
  }

  LayoutConfig read() {
    return new LayoutConfig(
        columns(ConfigKeys.SORT).orElse(Defaults.LAYOUT.sort()),
        columns(ConfigKeys.BLOOM).orElse(Defaults.LAYOUT.bloom()),
        columns(ConfigKeys.STATISTICS).orElse(Defaults.LAYOUT.statistics()),
        route
            .get(ConfigKeys.RETAIN, text -> LayoutConfig.checkedRetention(Durations.parse(text)))
            .orElse(Defaults.LAYOUT.retain()));
  }

  private Optional<List<String>> columns(String key) {
    return route.get(key).map(value -> columns(key, value));
  }

  private static List<String> columns(String key, Value list) {
    List<String> columns = new ArrayList<>();
    for (Value item : list.items()) {
      Optional<String> column = item.read(LayoutConfig::checkedColumn);
      if (column.filter(columns::contains).isPresent()) {
        item.problem("Duplicate column (" + key + " has it already)");
      } else {
        column.ifPresent(columns::add);
      }
    }
    return columns;
  }
}
