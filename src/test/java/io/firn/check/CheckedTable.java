package io.firn.check;

import java.util.List;

/** What a check of one table found. */
record CheckedTable(
    String table,
    long rows,
    int columns,
    int places,
    double seconds,
    List<Difference> differences) {
  CheckedTable {
    differences = List.copyOf(differences);
  }

  @Override
  public String toString() {
    return "%s: %d rows, %d columns, %d places, %d differences (%.1f s)"
        .formatted(table, rows, columns, places, differences.size(), seconds);
  }
}
