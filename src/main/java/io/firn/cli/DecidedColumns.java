package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.ingest.TableResult;
import io.firn.schema.DescribedColumn;
import io.firn.schema.TableDescription;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The payload columns that a table would have. */
final class DecidedColumns {
  private final List<DescribedColumn> columns;
  private final Set<String> added = new HashSet<>();

  DecidedColumns(TableResult table) {
    columns = TableDescription.ofDecided(table.payload()).columns();
    added.addAll(table.columns().added());
    added.addAll(table.columns().variants());
  }

  private boolean isNew(DescribedColumn column) {
    return added.contains(column.path().replace("[]", ""));
  }

  /** A table for people; new columns have a plus sign. */
  List<String> lines() {
    TextTable table = new TextTable(new String[] {"", "column", "type", "kind", "key", "hint"});
    for (DescribedColumn column : columns) {
      List<String> cells = new ArrayList<>(List.of(isNew(column) ? "+" : ""));
      cells.addAll(ColumnCells.of(column).subList(0, 5));
      table.add(cells);
    }
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true));
    return text.toString().lines().toList();
  }

  /** An object for each column. */
  void addTo(ArrayNode array) {
    for (DescribedColumn column : columns) {
      ObjectNode node = array.addObject();
      ColumnCells.put(node, column);
      node.put("new", isNew(column));
      node.remove(List.of("field_id", "added", "batch"));
    }
  }
}
