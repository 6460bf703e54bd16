package io.firn.cli;

import io.firn.TableName;
import io.firn.config.ParserNames;
import io.firn.config.UsersParsers;
import io.firn.parse.ParserChoice;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import io.firn.table.TableParser;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn schema parser}: which parser a table's messages go through, and another one. */
@Command(
    name = "parser",
    description = "Show which parser a table has, or make it another one for what comes.")
final class SchemaParserCommand implements Callable<Integer> {
  /** Those that there were before there were versions. */
  private static final List<String> OF_VERSION_1 = List.of("auto", "json", "text");

  @Mixin private final LakeOptions lake = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();

  @Parameters(paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Option(
      names = "--set",
      paramLabel = "<parser>",
      description =
          "The parser from now on, as routes name it. Columns may change their meaning; rows that"
              + " are there stay.")
  private @Nullable String set;

  @Option(
      names = "--parser-version",
      paramLabel = "<n>",
      description =
          "The parser's version: of auto, 1 is json and text, 2 has lambda too (default with"
              + " --set: 2).")
  private @Nullable Integer version;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String text = Objects.requireNonNull(table, "table");
    TableName name = UsageException.valid(() -> TableName.parse(text));
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (OpenCatalog open =
        Catalogs.open(lake.lake(System.getenv()).existing(), new Configuration())) {
      FirnTable firn = FirnTable.load(open.catalog(), name);
      TableParser before = TableParser.of(firn.table());
      TableParser after = wanted(before);
      if (!after.equals(before)) {
        before = after.setOn(firn.table());
      }
      ParserReport report = new ParserReport(name, before, after);
      out.println(results.json() ? report.toJson() : report.text());
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private TableParser wanted(TableParser before) {
    String wanted = set == null ? before.name() : set;
    if (set == null && version == null) {
      return before;
    }
    String parser = UsageException.valid(() -> ParserNames.checked(wanted, UsersParsers.PRESENT));
    int number = version == null ? ParserChoice.NEWEST_VERSION : version;
    if (number < 1 || number > ParserChoice.NEWEST_VERSION) {
      throw new UsageException(
          "Invalid parser version: "
              + number
              + " (must be 1 to "
              + ParserChoice.NEWEST_VERSION
              + ")");
    }
    if (number == 1 && !OF_VERSION_1.contains(parser)) {
      throw new UsageException(
          "Invalid parser version: 1 (must be "
              + ParserChoice.NEWEST_VERSION
              + ": parser "
              + parser
              + " is not in 1)");
    }
    return new TableParser(parser, number);
  }
}
