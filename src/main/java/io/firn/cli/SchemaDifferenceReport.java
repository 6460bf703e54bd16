package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.TableName;
import io.firn.schema.DescribedColumn;
import io.firn.schema.SchemaDifference;
import io.firn.schema.SchemaDifference.Change;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** How a table's columns differ from what they were at a snapshot. */
record SchemaDifferenceReport(TableName table, long since, SchemaDifference difference) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row for each column that was added, removed or changed. */
  void print(PrintWriter out) {
    if (difference.isEmpty()) {
      out.print("The columns of " + table + " are those of snapshot " + since + ".\n");
      return;
    }
    List<String> header = new ArrayList<>(List.of("change"));
    header.addAll(ColumnCells.HEADER);
    TextTable rows = new TextTable(header.toArray(String[]::new));
    difference.added().forEach(column -> rows.add(row("added", column)));
    difference.removed().forEach(column -> rows.add(row("removed", column)));
    difference.changed().forEach(change -> rows.add(row(was(change), change.after())));
    rows.print(out);
  }

  private static String was(Change change) {
    return "was " + change.before().path() + " " + change.before().type();
  }

  private static List<String> row(String change, DescribedColumn column) {
    List<String> cells = new ArrayList<>(List.of(change));
    cells.addAll(ColumnCells.of(column));
    return cells;
  }

  /** One line. */
  String toJson() {
    ObjectNode root =
        JSON.createObjectNode().put("table", table.toString()).put("since_snapshot", since);
    var added = root.putArray("added");
    difference.added().forEach(column -> ColumnCells.put(added.addObject(), column));
    var removed = root.putArray("removed");
    difference.removed().forEach(column -> ColumnCells.put(removed.addObject(), column));
    var changed = root.putArray("changed");
    for (Change change : difference.changed()) {
      ObjectNode node = changed.addObject();
      ColumnCells.put(node.putObject("before"), change.before());
      ColumnCells.put(node.putObject("after"), change.after());
    }
    return root.toString();
  }
}
