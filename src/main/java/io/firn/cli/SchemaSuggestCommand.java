package io.firn.cli;

import io.firn.TableName;
import io.firn.schema.HintCandidate;
import io.firn.shred.HintConversion;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn schema suggest}: hints that a table's values would support, for a config. */
@Command(
    name = "suggest",
    description = "Print the hints, as YAML for a route, that all values of a table would support.")
final class SchemaSuggestCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Option(
      names = "--rows",
      defaultValue = "100000",
      paramLabel = "<n>",
      description = "Look at no more rows than these (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (rows < 1) {
      throw new UsageException("Invalid rows: " + rows + " (must be 1 or more)");
    }
    String text = Objects.requireNonNull(table, "table");
    TableName name = UsageException.valid(() -> TableName.parse(text));
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (OpenCatalog open =
        Catalogs.open(lake.lake(System.getenv()).existing(), new Configuration())) {
      FirnTable firn = FirnTable.load(open.catalog(), name);
      HintConversion conversion = new HintConversion(Set.of());
      HintScan scan =
          HintScan.read(
              firn.table(),
              HintCandidate.of(firn.payload()),
              (hint, utf8) -> conversion.ofText(hint, utf8) != null,
              rows);
      new HintYaml(name, scan).lines().forEach(out::println);
    }
    return ExitCode.DONE.code();
  }
}
