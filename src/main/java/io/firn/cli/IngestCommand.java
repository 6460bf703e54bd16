package io.firn.cli;

import io.firn.LogGroup;
import io.firn.TableName;
import io.firn.ingest.IngestJob;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestResult;
import io.firn.ledger.Ledger;
import io.firn.ledger.RunLock;
import io.firn.table.BatchFiles;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn ingest}: the objects of one input into one table. */
@Command(
    name = "ingest",
    description = "Take exported objects into a table; each object once, however often this runs.")
final class IngestCommand implements Callable<Integer> {
  @Mixin private final WarehouseOptions warehouse = new WarehouseOptions();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "<input>",
      description = "Where the exported objects are: a directory, or s3a://<bucket>/<prefix>.")
  private @Nullable String input;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "<table>",
      description = "<namespace>.<name>; made when it is missing.")
  private @Nullable String table;

  @Option(
      names = "--log-group",
      required = true,
      paramLabel = "<group>",
      description = "The log group that the objects were exported from.")
  private @Nullable String logGroup;

  @Option(
      names = "--account",
      paramLabel = "<id>",
      description = "The log group's AWS account, for column log_account.")
  private @Nullable String account;

  @Option(
      names = "--region",
      paramLabel = "<region>",
      description = "The log group's AWS Region, for column log_region.")
  private @Nullable String region;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    IngestRequest request = request();
    CatalogSettings settings = warehouse.settings(System.getenv());
    try (RunLock lock = lock(settings).orElse(null)) {
      if (lock == null) {
        err()
            .println(
                "firn: Cannot ingest: another run holds "
                    + settings.lockFile()
                    + " (try again later)");
        return ExitCode.OUTSIDE.code();
      }
      long start = System.nanoTime();
      IngestResult result = run(request, settings);
      print(result, Duration.ofNanos(System.nanoTime() - start));
      return (result.needsAttention() ? ExitCode.DATA_REFUSED : ExitCode.DONE).code();
    }
  }

  private IngestRequest request() {
    return UsageException.valid(
        () ->
            new IngestRequest(
                Objects.requireNonNull(input, "--input"),
                TableName.parse(Objects.requireNonNull(table, "--table")),
                new LogGroup(Objects.requireNonNull(logGroup, "--log-group")),
                account,
                region));
  }

  private static Optional<RunLock> lock(CatalogSettings settings) {
    return RunLock.tryAcquire(settings.lockFile());
  }

  private static IngestResult run(IngestRequest request, CatalogSettings settings)
      throws IOException {
    SecureRandom random = new SecureRandom();
    String run = "ingest-" + HexFormat.of().toHexDigits(random.nextLong());
    try (SparkSession session = Sessions.open("firn ingest " + request.table(), settings)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Clock clock = Clock.systemUTC();
      try (JdbcCatalog catalog = Catalogs.open(settings, spark.hadoopConfiguration());
          BatchFiles files = BatchFiles.of(settings, spark.hadoopConfiguration())) {
        Ledger ledger = Ledger.open(catalog, run, clock);
        return new IngestJob(spark, catalog, ledger, files, clock, random).run(request);
      }
    }
  }

  private void print(IngestResult result, Duration elapsed) {
    result.recovered().forEach(batch -> err().println("firn: " + batch.message()));
    result
        .refused()
        .forEach(
            refused ->
                err().println("firn: Cannot ingest " + refused.object() + ": " + refused.reason()));
    PrintWriter out = commandSpec().commandLine().getOut();
    IngestOutput output = new IngestOutput(result, elapsed);
    out.println(json ? output.toJson() : output.summary());
    out.flush();
  }

  private PrintWriter err() {
    return commandSpec().commandLine().getErr();
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec, "spec");
  }
}
