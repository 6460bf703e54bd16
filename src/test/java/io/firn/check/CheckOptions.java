package io.firn.check;

import io.firn.table.JdbcSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * What a check is told: {@code <warehouse> [--catalog-file F] [--table N]... [--json]}.
 *
 * @param tables the ones to check; all of them if there are none
 */
record CheckOptions(
    String warehouse, Optional<Path> catalogFile, Set<String> tables, boolean json) {
  CheckOptions {
    tables = Set.copyOf(tables);
  }

  static CheckOptions parse(List<String> arguments) {
    String warehouse = null;
    Optional<Path> catalogFile = Optional.empty();
    Set<String> tables = new HashSet<>();
    boolean json = false;
    for (Iterator<String> next = arguments.iterator(); next.hasNext(); ) {
      String argument = next.next();
      if (argument.equals("--json")) {
        json = true;
      } else if (argument.equals("--catalog-file") && next.hasNext()) {
        catalogFile = Optional.of(Path.of(next.next()));
      } else if (argument.equals("--table") && next.hasNext()) {
        tables.add(next.next());
      } else if (warehouse == null && !argument.startsWith("-")) {
        warehouse = argument;
      } else {
        throw new IllegalArgumentException(
            "Invalid argument: "
                + argument
                + " (must be <warehouse>, --catalog-file F, --table N or --json)");
      }
    }
    if (warehouse == null) {
      throw new IllegalArgumentException("Cannot check: no warehouse was named");
    }
    return new CheckOptions(warehouse, catalogFile, tables, json);
  }

  /**
   * The tables to check, in the order of names.
   *
   * @throws IllegalArgumentException if one that was named is not there
   */
  List<TableIdentifier> tables(JdbcCatalog catalog) {
    List<TableIdentifier> all =
        catalog.listNamespaces().stream()
            .flatMap(namespace -> catalog.listTables(namespace).stream())
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    Set<String> missing = new HashSet<>(tables);
    all.forEach(name -> missing.remove(name.toString()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot check " + String.join(", ", missing) + ": no such table");
    }
    return all.stream()
        .filter(name -> tables.isEmpty() || tables.contains(name.toString()))
        .toList();
  }

  JdbcSettings catalog() {
    return JdbcSettings.existing(warehouse, catalogFile, System.getenv());
  }
}
