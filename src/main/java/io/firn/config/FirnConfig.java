package io.firn.config;

import io.firn.LogGroup;
import io.firn.TableName;
import io.firn.policy.Mask;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole config.
 *
 * @param state where runs meet beside the tables: an absolute directory, or {@code
 *     s3://<bucket>/<prefix>}
 * @param sources no two of one account and Region
 * @param routes the first that matches a log group wins
 */
public record FirnConfig(
    AwsConfig aws,
    CatalogConfig catalog,
    String state,
    List<SourceConfig> sources,
    IngestConfig ingest,
    MaintenanceConfig maintenance,
    List<RouteConfig> routes) {
  public FirnConfig {
    sources = List.copyOf(sources);
    routes = List.copyOf(routes);
    if (!Locations.isAbsolute(state)) {
      throw new IllegalArgumentException(
          "Invalid state: '" + state + "' (must be an absolute path or s3://<bucket>/<path>)");
    }
    if (ingest.maskKey() == null
        && routes.stream().anyMatch(route -> route.mask().containsValue(Mask.HASH))) {
      throw new IllegalArgumentException("Invalid mask: hash (must have ingest.mask-key)");
    }
  }

  /**
   * Where a log group's events go, and what is done with them before; empty if no route matches.
   *
   * @throws IllegalArgumentException if the group's name gives no table name
   */
  public Optional<Route> route(LogGroup group) {
    return routes.stream()
        .filter(route -> route.logGroup().matches(group))
        .findFirst()
        .map(route -> route.route(group, ingest.maskKey()));
  }

  /** Where tables can be: those of its routes, and Firn's own; empty if it has no routes. */
  public Set<String> namespaces() {
    if (routes.isEmpty()) {
      return Set.of();
    }
    return Stream.concat(Stream.of("firn"), routes.stream().map(route -> route.table().namespace()))
        .collect(Collectors.toSet());
  }

  /** How a table's files are laid out; empty if no route can lead to it. */
  public Optional<LayoutConfig> layout(TableName table) {
    return routes.stream()
        .filter(route -> route.table().canBe(table))
        // A table that a route names is for that route's log groups.
        .min(Comparator.comparing(route -> route.table().isDerived()))
        .map(RouteConfig::layout);
  }
}
