package io.firn.check;

import io.firn.table.CatalogSettings;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a check is told: {@code <warehouse> [--catalog-file F] [--json]}. */
record CheckOptions(String warehouse, Optional<Path> catalogFile, boolean json) {
  static CheckOptions parse(List<String> arguments) {
    String warehouse = null;
    Optional<Path> catalogFile = Optional.empty();
    boolean json = false;
    for (Iterator<String> next = arguments.iterator(); next.hasNext(); ) {
      String argument = next.next();
      if (argument.equals("--json")) {
        json = true;
      } else if (argument.equals("--catalog-file") && next.hasNext()) {
        catalogFile = Optional.of(Path.of(next.next()));
      } else if (warehouse == null && !argument.startsWith("-")) {
        warehouse = argument;
      } else {
        throw new IllegalArgumentException(
            "Invalid argument: " + argument + " (must be <warehouse>, --catalog-file F or --json)");
      }
    }
    if (warehouse == null) {
      throw new IllegalArgumentException("Cannot check: no warehouse was named");
    }
    return new CheckOptions(warehouse, catalogFile, json);
  }

  CatalogSettings catalog() {
    return CatalogSettings.existing(warehouse, catalogFile, System.getenv());
  }
}
