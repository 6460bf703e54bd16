package io.firn.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(String[] header) {
    add(Arrays.asList(header));
  }

  void add(List<? extends @Nullable String> cells) {
    lines.add(cells.stream().map(TextTable::oneLine).toList());
  }

  void print(PrintWriter out) {
    int[] widths = widths();
    out.print(line(lines.get(0), widths) + "\n");
    out.print(
        Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("-+-")) + "\n");
    lines.subList(1, lines.size()).forEach(cells -> out.print(line(cells, widths) + "\n"));
    int rows = lines.size() - 1;
    out.print("(" + rows + (rows == 1 ? " row)" : " rows)") + "\n");
  }

  private int[] widths() {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> cells : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(cells.get(i)));
      }
    }
    return widths;
  }

  /** The last column is not padded. */
  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    int last = widths.length - 1;
    for (int i = 0; i < last; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(" | ");
    }
    return line.append(cells.get(last)).toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String oneLine(@Nullable String cell) {
    return cell == null
        ? "NULL"
        : cell.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
  }
}
