package io.firn.cli;

import io.firn.config.FirnConfig;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names the config. */
final class ConfigOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "<file>",
      description =
          "The config: a file, or s3://<bucket>/<key>; conf/firn.yaml of Firn's own checkout"
              + " explains each key.")
  private @Nullable String config;

  /** Reads the config; its problems are told all at once. */
  FirnConfig read(Map<String, String> environment) {
    return ConfigSource.read(Objects.requireNonNull(config, "--config"), environment);
  }
}
