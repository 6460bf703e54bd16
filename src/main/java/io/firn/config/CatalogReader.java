package io.firn.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code catalog}. */
final class CatalogReader {
  private final Locations locations;

  CatalogReader(Locations locations) {
    this.locations = locations;
  }

  Optional<CatalogConfig> read(Section section) {
    section.get(ConfigKeys.TYPE, text -> Choices.only("catalog type", Choices.JDBC, text));
    Optional<String> warehouse =
        section.require(
            ConfigKeys.WAREHOUSE, text -> locations.anywhere(ConfigKeys.WAREHOUSE, text));
    Optional<Path> file = file(section, warehouse.orElse(""));
    Duration busyTimeout =
        section
            .get(
                ConfigKeys.BUSY_TIMEOUT,
                text -> CatalogConfig.checkedBusyTimeout(Durations.parse(text)))
            .orElse(Defaults.BUSY_TIMEOUT);
    return warehouse.flatMap(
        directory -> file.map(path -> new CatalogConfig(directory, path, busyTimeout)));
  }

  private Optional<Path> file(Section section, String warehouse) {
    Optional<Value> given = section.get(ConfigKeys.FILE);
    if (given.isPresent()) {
      return given.flatMap(
          value ->
              value.read(text -> CatalogConfig.checkedFile(locations.local("catalog file", text))));
    }
    if (Locations.isS3(warehouse)) {
      section
          .value()
          .problemBelow(
              ConfigKeys.FILE, "Missing key (the catalog of a warehouse in S3 is a local file)");
      return Optional.empty();
    }
    return warehouse.isEmpty()
        ? Optional.empty()
        : section
            .get(ConfigKeys.WAREHOUSE)
            .flatMap(
                value ->
                    value.attempt(
                        () ->
                            CatalogConfig.checkedFile(
                                Path.of(warehouse).resolve(Defaults.CATALOG_FILE))));
  }
}
