package io.firn.cli;

import io.firn.table.CatalogSettings;
import io.firn.table.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An empty lake in a temporary directory, for a preview of the first run; closing removes it. */
record StandInLake(Path directory, CatalogSettings settings) implements AutoCloseable {
  static StandInLake make() throws IOException {
    Path directory = Files.createTempDirectory("firn-preview");
    return new StandInLake(
        directory, JdbcSettings.of(directory.toString(), Optional.empty(), Map.of()));
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
