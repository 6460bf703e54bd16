package io.firn.cli;

import io.firn.TableName;
import io.firn.ledger.Resolution;
import io.firn.ledger.Resolution.Part;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn ledger reopen}: objects that a table has lost are put back. */
@Command(
    name = "reopen",
    description =
        "Put back the objects of a table that was dropped, made anew or rolled back: the next run"
            + " ingests those whose events it has lost.")
final class LedgerReopenCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Option(names = "--json", description = "Print what was done as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    TableName name = UsageException.valid(() -> TableName.parse(Objects.requireNonNull(table)));
    List<Part> parts =
        LedgerLook.at(
            lake.lake(System.getenv()),
            command,
            look -> UsageException.valid(() -> new Resolution(look.stores()).reopen(name)));
    new ResolutionReport(
            parts,
            parts.isEmpty()
                ? "Nothing to reopen: by its uuid and history, "
                    + name
                    + " has lost no batch (of one whose history is expired:"
                    + " firn ledger resolve <batch> --abandoned)"
                : "Reopened " + parts.size() + (parts.size() == 1 ? " batch" : " batches"))
        .print(command.getOut(), json);
    return ExitCode.DONE.code();
  }
}
