package io.firn.driver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firn backfill}: what was there before Firn was. */
@Command(
    name = "backfill",
    description = "See how long it takes to export what was there before.",
    subcommands = BackfillPlanCommand.class)
public final class BackfillCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Missing command: plan");
  }
}
