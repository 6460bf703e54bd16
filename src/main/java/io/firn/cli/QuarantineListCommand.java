package io.firn.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn quarantine list}: all of it, a line each. */
@Command(name = "list", description = "List the objects that wait in quarantine, and bad records.")
final class QuarantineListCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Option(names = "--json", description = "Print the list as a JSON object.")
  private boolean json;

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "At most so many bad records, the newest (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    if (limit < 1) {
      throw new UsageException("Invalid limit: " + limit + " (must be 1 or more)");
    }
    Quarantine quarantine = Quarantine.read(lake.lake(System.getenv()), Optional.empty(), limit);
    if (json) {
      out.println(quarantine.toJson());
    } else {
      quarantine.printTable(out);
    }
    return ExitCode.DONE.code();
  }
}
