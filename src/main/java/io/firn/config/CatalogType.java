package io.firn.config;

import static io.firn.config.ConfigKeys.BUSY_TIMEOUT;
import static io.firn.config.ConfigKeys.CATALOG_ID;
import static io.firn.config.ConfigKeys.CREDENTIAL;
import static io.firn.config.ConfigKeys.FILE;
import static io.firn.config.ConfigKeys.PROPERTIES;
import static io.firn.config.ConfigKeys.SIGV4;
import static io.firn.config.ConfigKeys.TOKEN;
import static io.firn.config.ConfigKeys.URI;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of catalog. */
enum CatalogType {
  GLUE,
  REST,
  JDBC;

  /** Of the keys that not all kinds have, those that one has. */
  private static final Map<CatalogType, List<String>> OWN =
      Map.of(
          GLUE, List.of(CATALOG_ID, PROPERTIES),
          REST, List.of(URI, TOKEN, CREDENTIAL, SIGV4, PROPERTIES),
          JDBC, List.of(FILE, BUSY_TIMEOUT));

  /** Notes a problem for each key that only others have. */
  void refuseOthers(Section section) {
    OWN.values().stream()
        .flatMap(List::stream)
        .distinct()
        .filter(key -> !has(key))
        .forEach(
            key ->
                section.refuse(
                    key,
                    "Invalid "
                        + key
                        + ": catalog type "
                        + Choices.spelling(this)
                        + " has none (only "
                        + owners(key)
                        + ")"));
  }

  private boolean has(String key) {
    return OWN.getOrDefault(this, List.of()).contains(key);
  }

  private static String owners(String key) {
    return Arrays.stream(values())
        .filter(type -> type.has(key))
        .map(Choices::spelling)
        .collect(Collectors.joining(" and "));
  }
}
