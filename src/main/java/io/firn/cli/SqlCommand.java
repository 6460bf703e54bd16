package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.table.CatalogSettings;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn sql}: one statement of Spark SQL on the warehouse's tables. */
@Command(name = "sql", description = "Run one statement of Spark SQL, for example on logs.orders.")
final class SqlCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ResultFormat format = ResultFormat.TABLE;

  @Parameters(paramLabel = "<query>", description = "The statement.")
  private @Nullable String query;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String statement = Objects.requireNonNull(query, "query");
    if (statement.isBlank()) {
      throw new UsageException("Invalid query: '" + statement + "' (must be one SQL statement)");
    }
    Lake where = lake.lake(System.getenv());
    CatalogSettings settings = where.existing();
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (Session session = Sessions.open("firn sql", settings, where.region())) {
      format.printAll(session.spark().sql(statement), out);
    }
    out.flush();
    return ExitCode.DONE.code();
  }
}
