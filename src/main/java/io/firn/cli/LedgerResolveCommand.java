package io.firn.cli;

import io.firn.BatchId;
import io.firn.ledger.Resolution;
import io.firn.ledger.Resolution.Part;
import io.firn.ledger.Resolution.Word;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn ledger resolve}: a person's word on a batch. */
@Command(
    name = "resolve",
    description =
        "Say what firn cannot know of a batch: whether its events count as ingested. What can be"
            + " known, because its events are in a table, goes before your word.")
final class LedgerResolveCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<batch>", description = "Its id, as firn ledger list has it.")
  private @Nullable String batch;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable Choice choice;

  @Option(names = "--json", description = "Print what was done as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Exactly one of them. */
  private static final class Choice {
    @Option(
        names = "--committed",
        description = "Its events count as ingested, also where their table has lost them.")
    private boolean committed;

    @Option(
        names = "--abandoned",
        description = "What is not in a table is ingested anew by the next run.")
    private boolean abandoned;

    private Word word() {
      return abandoned && !committed ? Word.ABANDONED : Word.COMMITTED;
    }
  }

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    BatchId id = UsageException.valid(() -> new BatchId(Objects.requireNonNull(batch)));
    Word word = Objects.requireNonNull(choice, "choice").word();
    List<Part> parts =
        LedgerLook.at(
            lake.lake(System.getenv()),
            command,
            look -> UsageException.valid(() -> new Resolution(look.stores()).resolve(id, word)));
    new ResolutionReport(parts, "Batch " + id + " is " + ResolutionReport.word(word))
        .print(command.getOut(), json);
    return ExitCode.DONE.code();
  }
}
