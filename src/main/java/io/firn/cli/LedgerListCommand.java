package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn ledger list}: the newest batches, a line each. */
@Command(name = "list", description = "List the newest batches: how far they came, what they hold.")
final class LedgerListCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final LakeOptions lake = new LakeOptions();

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print them as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("Invalid limit: " + limit + " (must be 1 or more)");
    }
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    List<BatchReport> reports = LedgerLook.at(lake.lake(System.getenv()), command, this::newest);
    if (json) {
      ArrayNode batches = JSON.createArrayNode();
      reports.forEach(report -> report.addTo(batches.addObject()));
      out.println(JSON.createObjectNode().set("batches", batches).toString());
    } else {
      TextTable table = new TextTable(BatchReport.HEADER);
      reports.forEach(report -> table.add(report.line()));
      table.print(out);
    }
    return ExitCode.DONE.code();
  }

  private List<BatchReport> newest(LedgerLook look) {
    return look.ledger().batches().stream()
        .limit(limit)
        .map(batch -> look.report(look.ledger().batch(batch)))
        .toList();
  }
}
