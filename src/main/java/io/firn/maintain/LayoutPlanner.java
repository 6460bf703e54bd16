package io.firn.maintain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which properties and which order a table must get so that its files become as is wanted. */
final class LayoutPlanner {
  static final String BLOOM = "write.parquet.bloom-filter-enabled.column.";
  static final String BLOOM_BYTES = "write.parquet.bloom-filter-max-bytes";
  static final String STATISTICS = "write.metadata.metrics.column.";

  /** A filter has this size however few values a row group has; Iceberg's own is 1 MiB. */
  private static final int MOST_BLOOM_BYTES = 256 << 10;

  /** Old metadata files go with each commit. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "50");

  private final TableFacts facts;
  private final TableLayout layout;

  LayoutPlanner(TableFacts facts, TableLayout layout) {
    this.facts = facts;
    this.layout = layout;
  }

  /** The columns to sort by, as far as the table has them: the order is one of the first ones. */
  static List<String> sort(TableFacts facts, TableLayout layout) {
    List<String> sort = new ArrayList<>();
    for (String column : layout.sort()) {
      if (!facts.columns().contains(column)) {
        break;
      }
      sort.add(column);
    }
    return sort;
  }

  Optional<TablePlan.Layout> plan() {
    Map<String, String> set = new TreeMap<>(layout.properties());
    set.put("write.target-file-size-bytes", String.valueOf(layout.targetBytes()));
    ALWAYS.forEach((key, value) -> set.put(key, facts.properties().getOrDefault(key, value)));
    columnsWithStatistics()
        .forEach(
            column -> {
              String key = STATISTICS + column;
              set.put(key, facts.properties().getOrDefault(key, "full"));
            });
    List<String> remove = planBloom(set);
    set.entrySet().removeIf(e -> e.getValue().equals(facts.properties().get(e.getKey())));
    List<String> sort = sort(facts, layout);
    Optional<List<String>> order =
        sort.isEmpty() || sort.equals(facts.sort()) ? Optional.empty() : Optional.of(sort);
    return set.isEmpty() && remove.isEmpty() && order.isEmpty()
        ? Optional.empty()
        : Optional.of(new TablePlan.Layout(set, remove, order));
  }

  private Set<String> columnsWithStatistics() {
    Set<String> columns = new LinkedHashSet<>(sort(facts, layout));
    columns.addAll(layout.statistics());
    columns.addAll(bloom());
    columns.retainAll(facts.columns());
    return columns;
  }

  private List<String> bloom() {
    return layout.bloom() == null ? List.of() : layout.bloom();
  }

  private List<String> planBloom(Map<String, String> set) {
    if (layout.bloom() == null) {
      return List.of();
    }
    for (String column : bloom()) {
      if (facts.columns().contains(column)) {
        set.put(BLOOM + column, "true");
        set.put(
            BLOOM_BYTES,
            facts.properties().getOrDefault(BLOOM_BYTES, String.valueOf(MOST_BLOOM_BYTES)));
      }
    }
    return facts.properties().keySet().stream()
        .filter(key -> key.startsWith(BLOOM))
        .filter(key -> !bloom().contains(key.substring(BLOOM.length())))
        .sorted()
        .toList();
  }
}
