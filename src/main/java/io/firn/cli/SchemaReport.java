package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.Amounts;
import io.firn.TableName;
import io.firn.cli.RescuedPaths.RescuedPath;
import io.firn.schema.DescribedColumn;
import io.firn.schema.TableDescription;
import io.firn.schema.TableDescription.KeyVariants;
import io.firn.schema.TableDescription.NamedType;
import io.firn.table.FillRates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a table's columns.
 *
 * @param snapshotId null if the table has no rows yet
 */
record SchemaReport(
    TableName table,
    @Nullable Long snapshotId,
    TableDescription description,
    FillRates fill,
    RescuedPaths rescued) {
  static final String UNKNOWN = "-";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** For people. */
  void print(PrintWriter out) {
    List<String> header = new ArrayList<>(ColumnCells.HEADER);
    header.add("filled");
    TextTable columns = new TextTable(header.toArray(String[]::new));
    for (DescribedColumn column : description.columns()) {
      List<String> cells = new ArrayList<>(ColumnCells.of(column));
      cells.add(filled(column));
      columns.add(cells);
    }
    columns.print(out);
    out.print(footer() + "\n");
    printVariants(out);
    printRescued(out);
  }

  private String filled(DescribedColumn column) {
    OptionalLong values = values(column);
    return values.isEmpty() || fill.rows() == 0
        ? UNKNOWN
        : percent(values.getAsLong(), fill.rows());
  }

  private OptionalLong values(DescribedColumn column) {
    return column.repeated() ? OptionalLong.empty() : fill.values(column.id());
  }

  /** Neither 0 % nor 100 % but for none and all. */
  private static String percent(long part, long whole) {
    if (part > 0 && part * 1000 < whole) {
      return "< 0.1 %";
    }
    return part < whole && part * 1000 > whole * 999
        ? "> 99.9 %"
        : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  private String footer() {
    return Amounts.count(fill.rows(), "event")
        + "; files count no values of "
        + Amounts.count(withoutStatistics(), "column")
        + (withoutStatistics() == 0
            ? ""
            : " (" + UNKNOWN + "), " + repeated() + " of them in lists and maps");
  }

  private long repeated() {
    return description.columns().stream().filter(DescribedColumn::repeated).count();
  }

  private long withoutStatistics() {
    return description.columns().stream().filter(column -> values(column).isEmpty()).count();
  }

  private void printVariants(PrintWriter out) {
    if (!description.variants().isEmpty()) {
      out.print("\nKeys whose values are in several columns, or in one of another name:\n");
      TextTable table = new TextTable(new String[] {"key", "columns"});
      for (KeyVariants key : description.variants()) {
        table.add(List.of(key.keyPath(), named(key)));
      }
      table.print(out);
    }
  }

  private static String named(KeyVariants key) {
    return key.columns().stream()
        .map(column -> column.path() + " " + column.type())
        .collect(Collectors.joining(", "));
  }

  private void printRescued(PrintWriter out) {
    if (!rescued.paths().isEmpty()) {
      out.print("\nValues that no column holds (log_rescued):\n");
      TextTable table = new TextTable(new String[] {"path", "why", "values"});
      for (RescuedPath path : rescued.paths()) {
        table.add(List.of(path(path), String.valueOf(path.why()), String.valueOf(path.count())));
      }
      table.print(out);
      if (rescued.cut()) {
        out.print("The " + RescuedPaths.MOST + " most frequent; there are more.\n");
      }
    }
  }

  private static String path(RescuedPath rescued) {
    String path = rescued.path();
    return path == null ? "(not readable)" : path.isEmpty() ? "(the whole message)" : path;
  }

  /** One line. */
  String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("table", table.toString())
            .put("snapshot", snapshotId)
            .put("rows", fill.rows());
    ArrayNode columns = root.putArray("columns");
    description.columns().forEach(column -> add(columns.addObject(), column));
    root.put("columns_without_statistics", withoutStatistics());
    addVariants(root.putArray("variants"));
    addRescued(root.putArray("rescued"));
    return root.put("rescued_cut", rescued.cut()).toString();
  }

  private void add(ObjectNode node, DescribedColumn column) {
    ColumnCells.put(node, column);
    OptionalLong values = values(column);
    boolean share = values.isPresent() && fill.rows() > 0;
    node.put("values", values.isPresent() ? values.getAsLong() : null)
        .put("fill_rate", share ? (double) values.getAsLong() / fill.rows() : null);
  }

  private void addVariants(ArrayNode variants) {
    for (KeyVariants key : description.variants()) {
      ArrayNode columns = variants.addObject().put("key_path", key.keyPath()).putArray("columns");
      for (NamedType column : key.columns()) {
        columns.addObject().put("column", column.path()).put("type", column.type());
      }
    }
  }

  private void addRescued(ArrayNode paths) {
    for (RescuedPath path : rescued.paths()) {
      paths.addObject().put("path", path.path()).put("why", path.why()).put("values", path.count());
    }
  }
}
