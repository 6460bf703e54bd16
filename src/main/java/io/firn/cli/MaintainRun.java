package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.cli.ProgressDisplay.Style;
import io.firn.ledger.Ledger;
import io.firn.maintain.MaintainJob;
import io.firn.maintain.MaintainReport;
import io.firn.maintain.MaintainRequest;
import io.firn.state.Holder.Tasks;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** One maintenance job from the command line: its session and catalog. */
final class MaintainRun {
  private final RunName name;
  private final Consumer<String> progress;
  private final Clock clock = Clock.systemUTC();

  MaintainRun(CommandLine command, ResultOptions results) {
    this.name = RunName.of(command);
    PrintWriter err = command.getErr();
    this.progress =
        results.progress(System.getenv()) == Style.QUIET
            ? step -> {}
            : step -> {
              err.println("firn: maintain " + step);
              err.flush();
            };
  }

  /** Puts the lake's tables in order; there must be a lake. */
  MaintainReport run(Lake lake, MaintainRequest request) {
    return open(lake, request, MaintainJob::run);
  }

  /** Says what {@link #run} would do. */
  MaintainReport preview(Lake lake, MaintainRequest request) {
    return open(lake, request, MaintainJob::preview);
  }

  private interface Work {
    MaintainReport of(MaintainJob job, MaintainRequest request);
  }

  private MaintainReport open(Lake lake, MaintainRequest request, Work work) {
    CatalogSettings settings = lake.existing();
    try (Session session = Sessions.open("firn maintain", settings, lake.region());
        OpenCatalog catalog = Catalogs.open(settings, session.context().hadoopConfiguration());
        LakeState state =
            LakeState.open(lake, name.forJob("maintain", session.context()), tasks(session))) {
      Optional<Ledger> ledger = Ledger.find(catalog.catalog(), "maintain", clock);
      MaintainJob job =
          new MaintainJob(
              session.ofActions(), catalog.catalog(), ledger, state.leases(), clock, progress);
      refuseMissing(job, request);
      return work.of(job, request);
    }
  }

  private static Tasks tasks(Session session) {
    return session.context().isLocal() ? Tasks.IN_PROCESS : Tasks.IN_EXECUTORS;
  }

  private static void refuseMissing(MaintainJob job, MaintainRequest request) {
    if (request.scope().tables().isEmpty()) {
      return;
    }
    String missing =
        job.missing(request).stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new UsageException(
          "Cannot maintain " + missing + ": Firn has made no such table (firn sql lists all)");
    }
  }
}
