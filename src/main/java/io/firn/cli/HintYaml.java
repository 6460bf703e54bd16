package io.firn.cli;

import io.firn.TableName;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.schema.HintEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The hints that a table's values would support, as a part of a route in the config. */
record HintYaml(TableName table, HintScan scan) {
  private static final int LONGEST_KEY = 1024;

  /** Lines of YAML with comments. */
  List<String> lines() {
    List<HintEvidence> found =
        scan.evidence().stream().filter(key -> !key.supported().isEmpty()).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Hints that all values of "
            + (scan.all() ? "the " : "the first ")
            + scan.rows()
            + (scan.rows() == 1 ? " row of " : " rows of ")
            + table
            + (scan.all() ? " support." : " support (see --rows)."));
    lines.add("# A column's type never changes: they are for the route of a new table.");
    if (found.isEmpty()) {
      lines.add("# There are none.");
      return lines;
    }
    lines.add("columns:");
    found.forEach(key -> lines.addAll(column(key)));
    TreeSet<String> nullWords = new TreeSet<>();
    found.forEach(key -> nullWords.addAll(key.nullWords()));
    if (!nullWords.isEmpty()) {
      lines.addAll(dump(FlowStyle.FLOW, Map.of("null-values", List.copyOf(nullWords))));
    }
    return lines;
  }

  private static List<String> column(HintEvidence key) {
    List<Hint> hints = key.supported();
    List<String> lines = new ArrayList<>();
    String also = hints.stream().skip(1).map(Hint::spelling).collect(Collectors.joining(", "));
    lines.add(
        "  # "
            + key.values()
            + (key.values() == 1 ? " value" : " values")
            + (also.isEmpty() ? "" : "; also " + also));
    String path = KeyPath.spelling(key.candidate().keys());
    dump(FlowStyle.BLOCK, Map.of(path, hints.get(0).spelling()))
        .forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static List<String> dump(FlowStyle style, Map<String, ?> value) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(style == FlowStyle.FLOW ? FlowStyle.AUTO : style);
    options.setSplitLines(false);
    options.setMaxSimpleKeyLength(LONGEST_KEY);
    return new Yaml(options).dump(value).lines().toList();
  }
}
