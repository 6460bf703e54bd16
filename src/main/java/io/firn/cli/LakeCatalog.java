package io.firn.cli;

import io.firn.config.CatalogConfig;
import io.firn.config.CatalogProperties;
import io.firn.config.RestAccess;
import io.firn.config.Secret;
import io.firn.table.AwsEnvironment;
import io.firn.table.CatalogSettings;
import io.firn.table.ExtraProperties;
import io.firn.table.GlueSettings;
import io.firn.table.JdbcSettings;
import io.firn.table.RestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A catalog as a person named it. */
sealed interface LakeCatalog {
  /** How it is reached; the directory of a local one is made when it is missing. */
  CatalogSettings settings();

  /** As {@link #settings()}, and it must be there. */
  CatalogSettings existing();

  /** False if it is known to be missing. */
  boolean isThere();

  /**
   * The catalog that a config names.
   *
   * @param environment the process's variables, with what the config says of AWS
   */
  static LakeCatalog of(CatalogConfig config, Map<String, String> environment) {
    if (config instanceof CatalogConfig.Glue glue) {
      return new Service(
          UsageException.valid(
              () ->
                  GlueSettings.of(
                      glue.warehouse(), glue.catalogId(), extra(glue.properties()), environment)));
    }
    if (config instanceof CatalogConfig.Rest rest) {
      return new Service(UsageException.valid(() -> rest(rest, environment)));
    }
    CatalogConfig.Jdbc jdbc = (CatalogConfig.Jdbc) config;
    return new Local(
        jdbc.warehouse(), Optional.of(jdbc.file()), Optional.of(jdbc.busyTimeout()), environment);
  }

  private static RestSettings rest(CatalogConfig.Rest rest, Map<String, String> environment) {
    RestSettings settings =
        RestSettings.of(rest.uri(), rest.warehouse(), extra(rest.properties()), environment);
    RestAccess access = rest.access();
    if (access instanceof RestAccess.Token token) {
      return settings.withToken(token.secret().text());
    }
    if (access instanceof RestAccess.Credential credential) {
      return settings.withCredential(credential.secret().text());
    }
    if (access instanceof RestAccess.Signature signature) {
      String region = signature.region();
      return settings.signed(
          signature.service(), region == null ? AwsEnvironment.of(environment).region() : region);
    }
    return settings;
  }

  private static ExtraProperties extra(CatalogProperties properties) {
    return new ExtraProperties(
        properties.plain(),
        properties.secret().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, LakeCatalog::text)));
  }

  private static String text(Map.Entry<String, Secret> secret) {
    return secret.getValue().text();
  }

  /**
   * A file on this machine.
   *
   * @param file empty for the one in the warehouse
   * @param busyTimeout empty for the usual one
   */
  record Local(
      String warehouse,
      Optional<Path> file,
      Optional<Duration> busyTimeout,
      Map<String, String> environment)
      implements LakeCatalog {
    @Override
    public JdbcSettings settings() {
      return UsageException.valid(() -> waiting(JdbcSettings.of(warehouse, file, environment)));
    }

    @Override
    public JdbcSettings existing() {
      return UsageException.valid(
          () -> waiting(JdbcSettings.existing(warehouse, file, environment)));
    }

    @Override
    public boolean isThere() {
      return UsageException.valid(() -> JdbcSettings.isThere(warehouse, file));
    }

    private JdbcSettings waiting(JdbcSettings settings) {
      return busyTimeout.map(settings::withBusyTimeout).orElse(settings);
    }
  }

  /** A catalog that others run; whether it has tables of Firn's shows when it is asked. */
  record Service(CatalogSettings settings) implements LakeCatalog {
    @Override
    public CatalogSettings existing() {
      return settings;
    }

    @Override
    public boolean isThere() {
      return true;
    }
  }
}
