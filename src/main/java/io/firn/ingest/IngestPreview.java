package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ingest.IngestResult.Found;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerState;
import io.firn.ledger.Recovered;
import io.firn.quarantine.QuarantineTable;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.api.java.JavaSparkContext;

/** Tells what an ingest run would do: reads all that it would read, and changes nothing. */
public final class IngestPreview {
  private final JavaSparkContext spark;
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
    this.spark = spark;
    this.catalog = catalog;
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
    Discovery discovery = Discovery.of(request.inputs(), spark.hadoopConfiguration());
    LedgerState state =
        ledger.map(known -> known.read(discovery.candidates())).orElse(LedgerState.NOTHING);
    IngestPlan plan =
        new IngestPlanner(spark.defaultParallelism(), request.onQuarantined())
            .plan(discovery.objects(), state);
    BatchContext context =
        new BatchContext(
            BatchId.of(clock.instant(), 0),
            Purpose.PREVIEW,
            request.limits(),
            QuarantineTable.find(catalog).orElseGet(() -> QuarantineTable.planned(catalog)).table(),
            clock.instant());
    BatchTables tables =
        BatchTables.open(
            catalog, context.batch(), plan, spark.hadoopConfiguration(), request.limits());
    new BatchWork(new Rounds(spark, progress), progress, context, tables.opened()).preview();
    return result(discovery, plan, tables, progress, pending(state));
  }

  private static List<Recovered> pending(LedgerState state) {
    return state.unfinished().keySet().stream()
        .sorted(Comparator.comparing(BatchId::id))
        .map(
            batch ->
                new Recovered(
                    batch,
                    Recovered.Outcome.PENDING,
                    "Batch " + batch + " was left unfinished: a run would finish or undo it first"))
        .toList();
  }

  private static IngestResult result(
      Discovery discovery,
      IngestPlan plan,
      BatchTables tables,
      Progress progress,
      List<Recovered> pending) {
    List<TableWork> opened = tables.opened();
    return new IngestResult(
        null,
        Stream.concat(opened.stream().map(TableWork::preview), tables.refused().stream()).toList(),
        Stream.concat(
                plan.refused().stream(), opened.stream().flatMap(table -> table.refused().stream()))
            .toList(),
        Found.of(discovery, plan),
        tables.reading(),
        progress.spent(),
        pending);
  }
}
