package io.firn.cli;

import io.firn.table.CatalogSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name the warehouse and its catalog. */
final class WarehouseOptions {
  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "<dir>",
      description = "Where the tables are: a directory, or s3://<bucket>/<path>.")
  private @Nullable String warehouse;

  @Option(
      names = "--catalog-file",
      paramLabel = "<file>",
      description =
          "The catalog's SQLite file, on a local disk (default: <warehouse>/catalog.db; needed"
              + " for s3://).")
  private @Nullable Path catalogFile;

  /** The warehouse, made when it is missing. */
  CatalogSettings settings(Map<String, String> environment) {
    return UsageException.valid(
        () -> CatalogSettings.of(warehouse(), Optional.ofNullable(catalogFile), environment));
  }

  /** The warehouse, which must have a catalog. */
  CatalogSettings existing(Map<String, String> environment) {
    return UsageException.valid(
        () -> CatalogSettings.existing(warehouse(), Optional.ofNullable(catalogFile), environment));
  }

  private String warehouse() {
    return Objects.requireNonNull(warehouse, "--warehouse");
  }
}
