package io.firn.cli;

import io.firn.config.ConfigFile;
import io.firn.config.FirnConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code --config} names. */
final class ConfigSource {
  private ConfigSource() {}

  /**
   * The config of a local file or of an object in S3.
   *
   * @param name a path, or {@code s3://<bucket>/<key>}
   * @param environment where the config's secrets and S3's endpoint and Region may be
   */
  static FirnConfig read(String name, Map<String, String> environment) {
    Optional<S3Location> object = S3Location.parse(name);
    if (object.isEmpty()) {
      return ConfigFile.read(path(name), environment);
    }
    ConfigObject config = new ConfigObject(name, object.get());
    return ConfigFile.parse(name, config.bytes(environment), environment);
  }

  private static Path path(String name) {
    try {
      if (!name.isBlank() && !name.contains("://")) {
        return Path.of(name);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new UsageException(
        "Invalid config: '" + name + "' (must be a file or s3://<bucket>/<key>)");
  }
}
