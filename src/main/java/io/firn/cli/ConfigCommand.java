package io.firn.cli;

import io.firn.config.EffectiveConfig;
import io.firn.config.FirnConfig;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code firn config}: what a config file comes to; needs no Spark session. */
@Command(
    name = "config",
    description = "Check a config file and print the effective config, defaults included.")
final class ConfigCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    FirnConfig config = options.read(System.getenv());
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    out.print(EffectiveConfig.text(config));
    out.flush();
    return ExitCode.DONE.code();
  }
}
