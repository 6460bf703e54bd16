package io.firn.cli;

import io.firn.config.Defaults;
import io.firn.config.FirnConfig;
import io.firn.table.CatalogSettings;
import io.firn.table.JdbcSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that name the config file, or else the warehouse and its catalog. */
final class LakeOptions {
  @Option(
      names = "--config",
      paramLabel = "<file>",
      description =
          "The config: a file, or s3://<bucket>/<key>; conf/firn.yaml documents what it holds.")
  private @Nullable String config;

  @Option(
      names = "--warehouse",
      paramLabel = "<dir>",
      description = "Without --config, where the tables are: a directory, or s3://<bucket>/<path>.")
  private @Nullable String warehouse;

  @Option(
      names = "--catalog-file",
      paramLabel = "<file>",
      description =
          "The catalog's SQLite file, on a local disk (default: <warehouse>/catalog.db; needed"
              + " for s3://).")
  private @Nullable Path catalogFile;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Where the lake is, and the config that says more if there is one. */
  Lake lake(Map<String, String> environment) {
    if (config == null) {
      if (warehouse == null) {
        throw misuse("Missing option: --config <file> or --warehouse <dir>");
      }
      LakeCatalog.Local local =
          new LakeCatalog.Local(
              warehouse, Optional.ofNullable(catalogFile), Optional.empty(), environment);
      return new Lake(local, environment, Optional.empty());
    }
    if (warehouse != null || catalogFile != null) {
      throw misuse(
          "Invalid options: --warehouse and --catalog-file (the config of --config names them)");
    }
    return Lake.of(ConfigSource.read(config, environment), environment);
  }

  private ParameterException misuse(String message) {
    return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), message);
  }

  /** The tables and what belongs to them, as a person named them. */
  record Lake(LakeCatalog catalog, Map<String, String> environment, Optional<FirnConfig> config) {

    /** The lake of a config. */
    static Lake of(FirnConfig config, Map<String, String> environment) {
      Map<String, String> all = new HashMap<>(environment);
      String region = config.aws().region();
      if (region != null) {
        all.put("AWS_REGION", region);
      }
      return new Lake(LakeCatalog.of(config.catalog(), all), all, Optional.of(config));
    }

    /** The catalog, whose local directory is made when it is missing. */
    CatalogSettings settings() {
      return catalog.settings();
    }

    /** The catalog, which must be there. */
    CatalogSettings existing() {
      return catalog.existing();
    }

    /** False if there is no catalog yet. */
    boolean isThere() {
      return catalog.isThere();
    }

    /** The Region that the config names. */
    @Nullable String region() {
      return config.map(read -> read.aws().region()).orElse(null);
    }

    /** Where runs meet beside the tables: a directory, or {@code s3://<bucket>/<prefix>}. */
    String state() {
      return config
          .map(FirnConfig::state)
          .orElseGet(() -> local().file().resolveSibling(Defaults.STATE).toString());
    }

    /** Without a config the catalog is a local file. */
    private JdbcSettings local() {
      return ((LakeCatalog.Local) catalog).settings();
    }

    /** How long a batch stays a run's own that is not heard of. */
    Duration leaseLength() {
      return config.map(read -> read.ingest().lease()).orElse(Defaults.LEASE);
    }
  }
}
