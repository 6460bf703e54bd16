package io.firn.config;

import io.firn.LogGroup;
import java.util.Optional;

/** A. */
public record FirnConfig(AwsConfig aws, CatalogConfig catalog, IngestConfig ingest) {
  /** A. */
  public Optional<Route> route(LogGroup group) {
    return Optional.empty();
  }
}
