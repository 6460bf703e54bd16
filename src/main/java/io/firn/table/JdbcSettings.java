package io.firn.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JDBC catalog in a SQLite file, and where its tables live.
 *
 * @param warehouse {@code file:///<real path>} or {@code s3://...}, without a final slash
 * @param file the SQLite file, absolute, on a local disk
 * @param storage further properties of the tables' FileIO
 * @param busyTimeout how long a commit waits for another process's lock on the file
 */
public record JdbcSettings(
    String warehouse, Path file, Map<String, String> storage, Duration busyTimeout)
    implements CatalogSettings {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(60);
  private static final String DEFAULT_FILE = "catalog.db";
  private static final Pattern S3 = Pattern.compile("s3[an]?://(?<path>[^/].*)");

  public JdbcSettings {
    storage = Map.copyOf(storage);
    if (!warehouse.startsWith("file:///") && !warehouse.startsWith("s3://")) {
      throw new IllegalArgumentException(
          "Invalid warehouse: '"
              + warehouse
              + "' (must be file:///<path> or s3://<bucket>/<path>)");
    }
    if (warehouse.endsWith("/")) {
      throw new IllegalArgumentException(
          "Invalid warehouse: '" + warehouse + "' (must not end with a slash)");
    }
    if (!file.isAbsolute() || file.toString().contains("?")) {
      throw new IllegalArgumentException(
          "Invalid catalog file: '" + file + "' (must be an absolute path without '?')");
    }
  }

  /**
   * Settings from what a person typed; a local directory is made when it is missing.
   *
   * @param warehouse a directory, or {@code s3://bucket/path}, which needs a catalog file
   * @param environment the process's variables: AWS_ENDPOINT_URL_S3 and the like
   */
  public static JdbcSettings of(
      String warehouse, Optional<Path> catalogFile, Map<String, String> environment) {
    if (S3.matcher(warehouse).matches()) {
      return ofS3(warehouse, catalogFile, environment);
    }
    Path directory = realDirectory(localPath(warehouse));
    Path file = catalogFile.map(JdbcSettings::resolved).orElse(directory.resolve(DEFAULT_FILE));
    return new JdbcSettings("file://" + directory, file, Map.of(), BUSY_TIMEOUT);
  }

  /**
   * Settings of a catalog that is there already; nothing is made.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static JdbcSettings existing(
      String warehouse, Optional<Path> catalogFile, Map<String, String> environment) {
    if (!isThere(warehouse, catalogFile)) {
      throw new IllegalArgumentException(
          "Cannot open catalog "
              + warehouse
              + ": no "
              + catalogFile(warehouse, catalogFile).getFileName()
              + " there (run firn ingest first)");
    }
    return of(warehouse, catalogFile, environment);
  }

  /** Whether the catalog's file is there. */
  public static boolean isThere(String warehouse, Optional<Path> catalogFile) {
    return Files.isRegularFile(catalogFile(warehouse, catalogFile));
  }

  private static Path catalogFile(String warehouse, Optional<Path> catalogFile) {
    return catalogFile.orElseGet(
        () ->
            S3.matcher(warehouse).matches()
                ? requiredFile(warehouse, catalogFile)
                : localPath(warehouse).resolve(DEFAULT_FILE));
  }

  /** The same with another time to wait for locks. */
  public JdbcSettings withBusyTimeout(Duration timeout) {
    return new JdbcSettings(warehouse, file, storage, timeout);
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>(storage);
    properties.put("catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
    properties.put("uri", "jdbc:sqlite:" + file);
    properties.put("warehouse", warehouse);
    properties.put("io-impl", "org.apache.iceberg.io.ResolvingFileIO");
    properties.put("jdbc.schema-version", "V1");
    // Iceberg 1.10 keeps a lock on SQLite after making its tables: Catalogs makes them, and closes.
    properties.put("jdbc.init-catalog-tables", "false");
    properties.put("jdbc.busy_timeout", String.valueOf(busyTimeout.toMillis()));
    return Map.copyOf(properties);
  }

  @Override
  public Set<String> secrets() {
    return Set.of();
  }

  @Override
  public String description() {
    return file.toString();
  }

  private static JdbcSettings ofS3(
      String warehouse, Optional<Path> catalogFile, Map<String, String> environment) {
    Path file = resolved(requiredFile(warehouse, catalogFile));
    return new JdbcSettings(
        AwsEnvironment.location(warehouse),
        file,
        AwsEnvironment.of(environment).properties(),
        BUSY_TIMEOUT);
  }

  private static Path requiredFile(String warehouse, Optional<Path> catalogFile) {
    return catalogFile.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Cannot use warehouse "
                    + warehouse
                    + ": its catalog must be on a local disk (name the file with --catalog-file, or use"
                    + " --config with catalog type glue or rest)"));
  }

  private static Path localPath(String warehouse) {
    String path =
        warehouse.startsWith("file:") ? warehouse.replaceFirst("^file:(//)?", "") : warehouse;
    if (path.isEmpty() || path.contains("://")) {
      throw new IllegalArgumentException(
          "Invalid warehouse: '" + warehouse + "' (must be a directory or s3://<bucket>/<path>)");
    }
    return Path.of(path);
  }

  private static Path realDirectory(Path directory) {
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create warehouse " + directory + ": " + e, e);
    }
  }

  private static Path resolved(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    Path parent = absolute.getParent();
    if (name == null || parent == null || Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "Invalid catalog file: '" + file + "' (must be a file, not a directory)");
    }
    return realDirectory(parent).resolve(name);
  }
}
