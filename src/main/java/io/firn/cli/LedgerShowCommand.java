package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.BatchId;
import io.firn.ledger.BatchRecord;
import java.io.PrintWriter;
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

/** {@code firn ledger show}: one batch with its objects. */
@Command(name = "show", description = "Show one batch with all its objects.")
final class LedgerShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<batch>", description = "Its id, as the list and log_batch have it.")
  private @Nullable String batch;

  @Option(names = "--json", description = "Print it as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    BatchId id = UsageException.valid(() -> new BatchId(Objects.requireNonNull(batch)));
    LedgerLook.at(
        lake.lake(System.getenv()),
        command,
        look -> {
          BatchRecord record = look.ledger().batch(id);
          if (record.state().isEmpty()) {
            throw new UsageException(
                "Cannot show batch " + id + ": there is no such batch (see firn ledger list)");
          }
          print(look.report(record), out);
          return record;
        });
    return ExitCode.DONE.code();
  }

  private void print(BatchReport report, PrintWriter out) {
    if (json) {
      ObjectNode root = JSON.createObjectNode();
      report.addTo(root);
      report.addInputs(root.putArray("inputs"));
      out.println(root);
    } else {
      report.details().forEach(out::println);
      TextTable table = new TextTable(BatchReport.INPUT_HEADER);
      report.inputLines().forEach(table::add);
      table.print(out);
    }
  }
}
