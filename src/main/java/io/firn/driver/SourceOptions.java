package io.firn.driver;

import io.firn.AccountRegion;
import io.firn.config.ConfigFile;
import io.firn.config.FirnConfig;
import io.firn.config.UsersParsers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which sources a command is about. */
final class SourceOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "<file>",
      description = "The config file; conf/firn.yaml of Firn's own checkout explains each key.")
  private @Nullable Path file;

  @Option(
      names = "--source",
      paramLabel = "<account>-<region>",
      description =
          "Only this source, such as 123456789012-eu-central-1 (default: all of the config).")
  private @Nullable String source;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** The sources, of which there is at least one. */
  ExportRun run(Map<String, String> environment) {
    FirnConfig config =
        ConfigFile.read(Objects.requireNonNull(file, "--config"), environment, UsersParsers.ANY);
    if (config.sources().isEmpty()) {
      throw misuse("Cannot export: " + file + " names no sources (conf/firn.yaml explains them)");
    }
    ExportRun all = new ExportRun(config, environment);
    if (source == null) {
      return all;
    }
    ExportRun chosen = all.of(place -> place.toString().equals(source));
    if (chosen.places().isEmpty()) {
      throw misuse("Invalid --source: '" + source + "' (must be " + names(all.places()) + ")");
    }
    return chosen;
  }

  static String names(List<AccountRegion> places) {
    return places.stream().map(AccountRegion::toString).collect(Collectors.joining(" or "));
  }

  ParameterException misuse(String message) {
    return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), message);
  }
}
