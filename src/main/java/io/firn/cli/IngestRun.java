package io.firn.cli;

import io.firn.TableName;
import io.firn.cli.IngestOutput.Tense;
import io.firn.cli.LakeOptions.Lake;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestJob;
import io.firn.ingest.IngestPreview;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestResult;
import io.firn.ingest.Progress;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder.Tasks;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One ingest job from the command line: its session and catalog, and what it prints. */
final class IngestRun {
  private final Main main;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ResultOptions results;
  private final RunName name;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();

  IngestRun(CommandLine command, ResultOptions results) {
    this.main = Main.of(command);
    this.out = command.getOut();
    this.err = command.getErr();
    this.results = results;
    this.name = RunName.of(command);
  }

  /** What runs between the opening and the closing of a session. */
  private interface Work {
    IngestResult run(JavaSparkContext spark, OpenCatalog catalog, Progress progress)
        throws IOException;
  }

  /** The exit code of the work; a failure is a result that programs can read too. */
  int reportingFailures(Callable<ExitCode> work) throws Exception {
    try {
      return work.call().code();
    } catch (Exception e) {
      if (results.json()) {
        out.println(IngestJson.failure(e));
      }
      throw e;
    }
  }

  /** Ingests what the request names, and prints what came of it. */
  ExitCode ingest(Lake lake, Function<Ledger, IngestRequest> request) throws IOException {
    return ingest(lake, request, this::print);
  }

  /**
   * Ingests what the request names.
   *
   * @param ending is told what came of it, unless the run fails as a whole
   */
  ExitCode ingest(Lake lake, Function<Ledger, IngestRequest> request, Consumer<IngestOutput> ending)
      throws IOException {
    CatalogSettings settings = lake.settings();
    return work(
        settings,
        lake.region(),
        Tense.DONE,
        ending,
        (spark, catalog, progress) -> {
          try (LakeStores open =
              LakeStores.open(
                  lake,
                  catalog,
                  spark.hadoopConfiguration(),
                  name.forJob("ingest", spark),
                  tasksOf(spark))) {
            Stores stores = open.stores();
            IngestRequest asked = request.apply(stores.ledger());
            if (lake.config().isEmpty()) {
              refuseRedacted(catalog.catalog(), asked);
            }
            return new IngestJob(spark, stores, open.marks(), clock, random).run(asked, progress);
          }
        });
  }

  private static Tasks tasksOf(JavaSparkContext spark) {
    return spark.isLocal() ? Tasks.IN_PROCESS : Tasks.IN_EXECUTORS;
  }

  /** Without a config nobody says what is to be dropped and masked. */
  private static void refuseRedacted(Catalog catalog, IngestRequest request) {
    for (IngestInput input : request.inputs()) {
      Optional<TableName> table = input.onlyTable();
      if (table.isPresent() && LogTables.isRedacted(catalog, table.get())) {
        throw new UsageException(
            "Cannot ingest into "
                + table.get()
                + " without a config: its events have values dropped or masked (use --config with"
                + " the routes that say which)");
      }
    }
  }

  /**
   * Says what {@link #ingest} would do; a lake that is not there yet is thought of.
   *
   * @param tense which preview
   */
  ExitCode preview(Lake lake, IngestRequest request, Tense tense) throws IOException {
    if (!lake.isThere()) {
      try (StandInLake standIn = StandInLake.make()) {
        return preview(lake, standIn.settings(), request, tense);
      }
    }
    return preview(lake, lake.existing(), request, tense);
  }

  private ExitCode preview(Lake lake, CatalogSettings settings, IngestRequest request, Tense tense)
      throws IOException {
    return work(
        settings,
        lake.region(),
        tense,
        this::print,
        (spark, catalog, progress) -> {
          if (lake.config().isEmpty()) {
            refuseRedacted(catalog.catalog(), request);
          }
          Optional<Ledger> ledger = Ledger.find(catalog.catalog(), "preview", clock);
          return new IngestPreview(spark, catalog.catalog(), ledger, clock).run(request, progress);
        });
  }

  private ExitCode work(
      CatalogSettings settings,
      @Nullable String region,
      Tense tense,
      Consumer<IngestOutput> ending,
      Work work)
      throws IOException {
    long start = System.nanoTime();
    Progress progress = new Progress(System::nanoTime);
    IngestResult result;
    try (Session session = Sessions.open("firn ingest", settings, region)) {
      JavaSparkContext spark = session.context();
      try (ProgressDisplay display = display(progress);
          OpenCatalog catalog = Catalogs.open(settings, spark.hadoopConfiguration())) {
        display.start();
        result = work.run(spark, catalog, progress);
      }
      ending.accept(new IngestOutput(result, tense, Duration.ofNanos(System.nanoTime() - start)));
    }
    return ExitCode.of(result);
  }

  private ProgressDisplay display(Progress progress) {
    return new ProgressDisplay(progress, err, results.progress(System.getenv()), System::nanoTime);
  }

  private void print(IngestOutput output) {
    tell(output);
    if (results.json()) {
      out.println(output.json());
    } else {
      output.plans().forEach(out::println);
      out.println(output.summary());
    }
    out.flush();
  }

  /** Says on standard error what a person must know beside the result. */
  void tell(IngestOutput output) {
    output.failures().forEach(failure -> main.report(failure, err));
    if (output.failures().isEmpty()) {
      main.because(output.notices());
    }
    output.notices().forEach(notice -> err.println("firn: " + notice));
    err.flush();
  }
}
