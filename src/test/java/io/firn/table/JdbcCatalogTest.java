package io.firn.table;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The catalog in a SQLite file. */
final class JdbcCatalogTest extends SharedCatalogContract {
  @TempDir Path directory;

  @Override
  CatalogSettings settings() {
    return JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
  }
}
