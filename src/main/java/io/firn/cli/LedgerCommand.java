package io.firn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firn ledger}: the batches that were, and what a person decides about them. */
@Command(
    name = "ledger",
    description = "See how far each batch came, and decide where firn cannot know.",
    subcommands = {
      LedgerListCommand.class,
      LedgerShowCommand.class,
      LedgerResolveCommand.class,
      LedgerReopenCommand.class
    })
final class LedgerCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "Missing command: list, show, resolve or reopen");
  }
}
