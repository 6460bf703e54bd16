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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn quarantine show}: all that is known of one object. */
@Command(name = "show", description = "Show all that is known of one object in quarantine.")
final class QuarantineShowCommand implements Callable<Integer> {
  private static final int LIMIT = 1000;

  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<object>", description = "Its URI, as the list has it.")
  private @Nullable String object;

  @Option(names = "--json", description = "Print it as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    String uri = Objects.requireNonNull(object, "object");
    Quarantine quarantine = Quarantine.read(lake.lake(System.getenv()), Optional.of(uri), LIMIT);
    if (quarantine.isEmpty()) {
      throw new UsageException(
          "Cannot show " + uri + ": nothing of it is in quarantine (see firn quarantine list)");
    }
    if (json) {
      out.println(quarantine.toJson());
    } else {
      quarantine.printDetails(out);
    }
    return ExitCode.DONE.code();
  }
}
