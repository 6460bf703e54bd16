package io.firn.cli;

import io.firn.config.ConfigFile;
import io.firn.config.FirnConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names the config file. */
final class ConfigOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "<file>",
      description = "The config file; conf/firn.yaml of Firn's own checkout explains each key.")
  private @Nullable Path file;

  /** Reads the config; its problems are told all at once. */
  FirnConfig read(Map<String, String> environment) {
    return ConfigFile.read(Objects.requireNonNull(file, "--config"), environment);
  }
}
