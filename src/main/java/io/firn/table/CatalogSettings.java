package io.firn.table;

import java.util.Map;
import java.util.Set;

/** Which Iceberg catalog has the tables, and how it is reached. */
public sealed interface CatalogSettings permits JdbcSettings, GlueSettings, RestSettings {
  /** The catalog's name in Iceberg and in Spark; it may not equal a namespace. */
  String NAME = "lake";

  /**
   * For {@code CatalogUtil} as they are, for a Spark session after {@code spark.sql.catalog.lake.}.
   */
  Map<String, String> properties();

  /** The names of those properties whose values nobody may see. */
  Set<String> secrets();

  /** How messages name the catalog. */
  String description();
}
