package io.firn.cli;

import io.firn.TableName;
import io.firn.config.Defaults;
import io.firn.config.FirnConfig;
import io.firn.config.LayoutConfig;
import io.firn.config.MaintenanceConfig;
import io.firn.config.OrphanMode;
import io.firn.maintain.Budget;
import io.firn.maintain.LandingRetention;
import io.firn.maintain.MaintainRequest;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.MaintainRequest.Orphans;
import io.firn.maintain.MaintainRequest.Scope;
import io.firn.maintain.TableLayout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a config says, in the words of the maintenance job. */
final class Upkeep {
  private Upkeep() {}

  /**
   * A request.
   *
   * @param config empty for the defaults
   * @param lease of batches: what is younger may be a run's that is not heard of
   */
  static MaintainRequest request(
      Optional<FirnConfig> config,
      Duration lease,
      Set<TableName> tables,
      Budget budget,
      List<LandingRetention> landing) {
    MaintenanceConfig maintenance =
        config.map(FirnConfig::maintenance).orElse(Defaults.MAINTENANCE);
    long target = maintenance.targetFileSize().bytes();
    Duration after = maintenance.orphans().after();
    return new MaintainRequest(
        new Scope(tables, namespaces(config, tables)),
        table -> layout(config.flatMap(read -> read.layout(table)).orElse(Defaults.LAYOUT), target),
        maintenance.quietFor(),
        maintenance.keepSnapshots(),
        budget,
        new Orphans(
            maintenance.orphans().mode() == OrphanMode.DELETE ? OnOrphan.DELETE : OnOrphan.REPORT,
            after.compareTo(lease) < 0 ? lease : after),
        landing);
  }

  /** Those of the config, and of tables that are named beside it. */
  private static Set<String> namespaces(Optional<FirnConfig> config, Set<TableName> tables) {
    Set<String> known = config.map(FirnConfig::namespaces).orElse(Set.of());
    return known.isEmpty()
        ? known
        : Stream.concat(known.stream(), tables.stream().map(TableName::namespace))
            .collect(Collectors.toSet());
  }

  private static TableLayout layout(LayoutConfig layout, long target) {
    return new TableLayout(
        layout.sort(), layout.bloom(), layout.statistics(), layout.retain(), target, Map.of());
  }

  /** The config's budget, or the usual one. */
  static Budget budget(Optional<FirnConfig> config) {
    MaintenanceConfig.Budget budget =
        config.map(FirnConfig::maintenance).orElse(Defaults.MAINTENANCE).budget();
    return new Budget(budget.bytes().bytes(), budget.time());
  }
}
