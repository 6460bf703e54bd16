package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ingest.IngestResult.Found;
import io.firn.ingest.Rechecks.Readied;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.ledger.Candidate;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LostTables;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.Recovered;
import io.firn.quarantine.QuarantineTable;
import io.firn.table.PreviewCatalog;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.api.java.JavaSparkContext;

/** Tells what an ingest run would do: reads all that it would read, and changes nothing. */
public final class IngestPreview {
  private final TaskRunner runner;
  private final Catalog catalog;
  private final Optional<Ledger> ledger;
  private final Clock clock;

  /**
   * A preview of one run.
   *
   * @param ledger empty if the catalog has none yet
   */
  public IngestPreview(
      JavaSparkContext spark, Catalog catalog, Optional<Ledger> ledger, Clock clock) {
    this.runner = new SparkTasks(spark);
    this.catalog = new PreviewCatalog(catalog);
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * The result that {@link IngestJob#run} would have, without a batch.
   *
   * @throws IOException if an object cannot be read
   */
  public IngestResult run(IngestRequest request, Progress progress) throws IOException {
    progress.enter(Phase.PLAN);
    Discovery discovery =
        Discovery.of(
            request,
            markers -> ledger.map(known -> known.windows(markers)).orElse(List.of()),
            new InputFeed(
                request.inputs(),
                input -> new FolderWalk(input.dateFolders(), Optional.empty(), clock.instant()),
                runner.configuration()));
    ExportEnds ends = new ExportEnds(request.tasks(), clock.instant());
    Rechecks rechecks =
        new Rechecks(
            discovery.windows(),
            groups -> ledger.map(known -> known.windowsOf(groups)).orElse(List.of()));
    Readied items = rechecks.ready(discovery.items());
    List<Candidate> wholes = Discovery.mixed(items.items());
    LedgerState state =
        ledger
            .map(known -> known.read(Discovery.candidates(items.items(), wholes), wholes))
            .orElse(LedgerState.NOTHING);
    Surveys surveys = new Surveys();
    IngestPlanner planner =
        new IngestPlanner(
            runner.slots(), request.withoutCaps(), ends, new MixedItems(surveys, table -> false));
    IngestPlan plan = planner.plan(items, state);
    RunTally tally = new RunTally(pending(state));
    if (!plan.unsurveyed().isEmpty()) {
      progress.enter(Phase.SURVEY);
      tally.hasRead(surveys.survey(runner, plan.unsurveyed(), request.limits(), progress));
      plan = planner.plan(items, state);
    }
    BatchContext context =
        new BatchContext(
            BatchId.of(clock.instant(), 0),
            Purpose.PREVIEW,
            request.limits(),
            QuarantineTable.find(catalog).orElseGet(() -> QuarantineTable.planned(catalog)).table(),
            null,
            clock.instant(),
            List.of());
    BatchTables tables =
        BatchTables.open(catalog, context.batch(), plan, runner.configuration(), request.limits());
    tables.begin();
    MixedWork mixed = new MixedWork(plan.mixed());
    new BatchWork(runner, progress, context, tables, mixed).preview();
    tally.preview(tables, mixed);
    List<Lost> lost =
        ledger.map(known -> new LostTables(catalog, known).find(state)).orElse(List.of());
    return tally.result(Found.of(discovery, plan, lost, ends.notices()), plan.refused(), progress);
  }

  private static List<Recovered> pending(LedgerState state) {
    return state.unfinished().stream()
        .sorted(Comparator.comparing(BatchId::id))
        .map(
            batch ->
                new Recovered(
                    batch,
                    Recovered.Outcome.PENDING,
                    "Batch "
                        + batch
                        + " is unfinished: unless another run is at work on it, a run would finish"
                        + " or undo it first"))
        .toList();
  }
}
