package io.firn.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the file's nodes to a config; all that is wrong goes to the problems. */
final class ConfigReader {
  private final Locations locations;
  private final SecretReader secrets;
  private final UsersParsers users;
  private final Problems problems;

  ConfigReader(
      Locations locations, Map<String, String> environment, UsersParsers users, Problems problems) {
    this.locations = locations;
    this.users = users;
    this.secrets = new SecretReader(locations, environment);
    this.problems = problems;
  }

  /** The config, if nothing is wrong with it. */
  Optional<FirnConfig> read(Value root) {
    return root.section().flatMap(this::config);
  }

  private Optional<FirnConfig> config(Section root) {
    AwsConfig aws = new AwsConfig(region(root));
    Optional<CatalogConfig> catalog =
        root.require(ConfigKeys.CATALOG)
            .flatMap(Value::section)
            .flatMap(new CatalogReader(locations, secrets)::read);
    Optional<String> state = state(root, catalog);
    SourceReader sources = new SourceReader(aws.region());
    root.get(ConfigKeys.SOURCES).ifPresent(sources::read);
    Optional<Section> ingestSection = root.get(ConfigKeys.INGEST).flatMap(Value::section);
    IngestReader ingest = new IngestReader(locations, secrets, aws.region());
    ingestSection.ifPresent(ingest::read);
    MaintenanceConfig maintenance =
        root.get(ConfigKeys.MAINTENANCE)
            .flatMap(Value::section)
            .map(section -> new MaintenanceReader(section).read())
            .orElse(Defaults.MAINTENANCE);
    RouteReader routes = new RouteReader(users, problems);
    root.get(ConfigKeys.ROUTES).ifPresent(routes::read);
    if (!ingest.namesMaskKey()) {
      routes.reportMissingKey();
    }
    new RoutingCheck(ingest.inputs(), sources.sources(), routes.routes()).report();
    return problems.isEmpty()
        ? Optional.of(
            new FirnConfig(
                aws,
                catalog.orElseThrow(),
                state.orElseThrow(),
                sources.sources(),
                ingest.config(),
                maintenance,
                whole(routes.routes())))
        : Optional.empty();
  }

  private Optional<String> state(Section root, Optional<CatalogConfig> catalog) {
    Optional<Value> given = root.get(ConfigKeys.STATE);
    if (given.isPresent()) {
      return given.flatMap(value -> value.read(text -> locations.anywhere(ConfigKeys.STATE, text)));
    }
    Optional<String> state = catalog.flatMap(CatalogConfig::defaultState);
    if (catalog.isPresent() && state.isEmpty()) {
      root.value()
          .problemBelow(
              ConfigKeys.STATE,
              "Missing key (the catalog's warehouse does not say where it is: a directory, or"
                  + " s3://<bucket>/<prefix>)");
    }
    return state;
  }

  private static @Nullable String region(Section root) {
    return root.get(ConfigKeys.AWS)
        .flatMap(Value::section)
        .flatMap(aws -> aws.get(ConfigKeys.REGION, AwsConfig::checkedRegion))
        .orElse(null);
  }

  private static List<RouteConfig> whole(List<DraftRoute> routes) {
    return routes.stream().map(DraftRoute::whole).filter(Objects::nonNull).toList();
  }
}
