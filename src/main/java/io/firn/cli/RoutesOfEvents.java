package io.firn.cli;

import io.firn.TableName;
import io.firn.config.FirnConfig;
import io.firn.config.RouteConfig;
import io.firn.ingest.EventRouter;
import io.firn.ledger.LogSource;
import java.util.Optional;

/** The routes of a config, for events that name their log groups themselves. */
final class RoutesOfEvents implements EventRouter {
  private final FirnConfig config;

  RoutesOfEvents(FirnConfig config) {
    this.config = config;
  }

  @Override
  public Optional<Destination> route(LogSource source) {
    return config
        .route(source.group())
        .map(route -> new Destination(route.table(), route.policy()));
  }

  @Override
  public Optional<TableName> onlyTable() {
    return Optional.empty();
  }

  @Override
  public boolean storesText() {
    return config.routes().stream().allMatch(RouteConfig::storesText);
  }
}
