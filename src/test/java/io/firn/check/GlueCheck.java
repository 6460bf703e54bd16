package io.firn.check;

import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** Checks that Glue would take all tables of a warehouse; see scripts/glue-check. */
public final class GlueCheck {
  private GlueCheck() {}

  public static void main(String[] arguments) {
    Outcome.exitAfter("glue-check", () -> run(CheckOptions.parse(List.of(arguments))));
  }

  private static Outcome run(CheckOptions options) {
    List<GlueTable> tables = tables(options);
    if (options.json()) {
      Outcome.printJson(tables);
    } else {
      print(tables);
    }
    boolean good = tables.stream().allMatch(table -> table.problems().isEmpty());
    return good ? Outcome.SAME : Outcome.REFUSED;
  }

  private static List<GlueTable> tables(CheckOptions options) {
    JdbcSettings lake = options.catalog();
    try (OpenCatalog open = Catalogs.open(lake, new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      return options.tables(catalog).stream()
          .map(name -> GlueTable.of(name, catalog.loadTable(name), lake))
          .toList();
    }
  }

  private static void print(List<GlueTable> tables) {
    tables.forEach(System.err::println);
    tables.forEach(table -> table.problems().forEach(System.err::println));
    System.out.printf(
        Locale.ROOT,
        "glue-check: %d tables, %d columns, %d problems%n",
        tables.size(),
        tables.stream().mapToLong(GlueTable::columns).sum(),
        tables.stream().mapToLong(table -> table.problems().size()).sum());
  }
}
