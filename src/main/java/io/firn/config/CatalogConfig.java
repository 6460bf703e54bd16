package io.firn.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which Iceberg catalog has the tables, and how it is reached. */
public sealed interface CatalogConfig {
  /** Where runs meet if the config does not say it; empty if the catalog does not tell. */
  Optional<String> defaultState();

  /**
   * A JDBC catalog in a SQLite file.
   *
   * @param warehouse an absolute directory, or {@code s3://<bucket>/<path>}
   * @param file the SQLite file, absolute
   * @param busyTimeout how long a writer waits for another; at most a day
   */
  record Jdbc(String warehouse, Path file, Duration busyTimeout) implements CatalogConfig {
    private static final Duration LONGEST = Duration.ofDays(1);

    public Jdbc {
      checkedFile(file);
      checkedBusyTimeout(busyTimeout);
    }

    @Override
    public Optional<String> defaultState() {
      Path folder = file.getParent();
      return Optional.of((folder == null ? file : folder).resolve(Defaults.STATE).toString());
    }

    static Path checkedFile(Path file) {
      if (!file.isAbsolute() || file.toString().contains("?")) {
        throw new IllegalArgumentException(
            "Invalid catalog file: '" + file + "' (must be an absolute path without '?')");
      }
      return file;
    }

    static Duration checkedBusyTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "Invalid busy-timeout: " + Durations.text(timeout) + " (must be 1ms to 1d)");
      }
      return timeout;
    }
  }

  /**
   * An AWS Glue Data Catalog.
   *
   * @param warehouse {@code s3://<bucket>/<path>}
   * @param catalogId null for that of the account in use
   */
  record Glue(String warehouse, @Nullable String catalogId, CatalogProperties properties)
      implements CatalogConfig {
    private static final Pattern ID = Pattern.compile("[0-9]{12}(:[A-Za-z0-9_./-]{1,255})?");

    public Glue {
      checkedWarehouse(warehouse);
      if (catalogId != null) {
        checkedId(catalogId);
      }
    }

    @Override
    public Optional<String> defaultState() {
      return Optional.of(below(warehouse));
    }

    static String checkedWarehouse(String warehouse) {
      if (!Locations.isS3(warehouse)) {
        throw new IllegalArgumentException(
            "Invalid warehouse: '" + warehouse + "' (must be s3://<bucket>/<path>)");
      }
      return warehouse;
    }

    static String checkedId(String id) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "Invalid catalog-id: '" + id + "' (must be 12 digits, and :<catalog> if it is nested)");
      }
      return id;
    }
  }

  /**
   * A catalog that speaks Iceberg's REST protocol.
   *
   * @param warehouse as the server knows it; null if it has but one
   * @param access null if the server asks for nothing
   */
  record Rest(
      String uri,
      @Nullable String warehouse,
      @Nullable RestAccess access,
      CatalogProperties properties)
      implements CatalogConfig {
    public Rest {
      checkedUri(uri);
    }

    @Override
    public Optional<String> defaultState() {
      return Optional.ofNullable(warehouse).filter(Locations::isS3).map(CatalogConfig::below);
    }

    static String checkedUri(String uri) {
      URI parsed = parsed(uri);
      String scheme = String.valueOf(parsed.getScheme());
      if (parsed.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
        throw new IllegalArgumentException(
            "Invalid uri: '" + uri + "' (must be like https://<host>/<path>)");
      }
      if (parsed.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "Invalid uri: a user or password in it (must have none; it is not shown)");
      }
      return uri;
    }

    private static URI parsed(String uri) {
      try {
        return new URI(uri);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(
            "Invalid uri: it is none (must be like https://<host>/<path>)", e);
      }
    }
  }

  private static String below(String warehouse) {
    return warehouse.replaceFirst("/+$", "") + "/" + Defaults.STATE;
  }
}
