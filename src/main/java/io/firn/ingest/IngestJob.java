package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.IngestResult.Found;
import io.firn.ingest.IngestResult.Reading;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.Recovered;
import io.firn.ledger.Recovery;
import io.firn.ledger.Target;
import io.firn.quarantine.QuarantineTable;
import io.firn.table.BatchFiles;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.api.java.JavaSparkContext;

/** Takes the objects of its inputs into their tables, each of them once. */
public final class IngestJob {
  /** Times that another run may claim objects between planning and claiming. */
  private static final int CLAIM_ATTEMPTS = 5;

  private final JavaSparkContext spark;
  private final Catalog catalog;
  private final Ledger ledger;
  private final BatchFiles batchFiles;
  private final Recovery recovery;
  private final Clock clock;
  private final RandomGenerator random;

  public IngestJob(
      JavaSparkContext spark,
      Catalog catalog,
      Ledger ledger,
      BatchFiles batchFiles,
      Clock clock,
      RandomGenerator random) {
    this.spark = spark;
    this.catalog = catalog;
    this.ledger = ledger;
    this.batchFiles = batchFiles;
    this.recovery = new Recovery(catalog, ledger, batchFiles);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Recovers what an earlier run left, then ingests what is new. An input that cannot be listed and
   * a table that refuses its part do not stop the others: the result names them.
   *
   * @throws TooManyBadObjectsException if more objects are bad than the request allows
   * @throws IOException if an object cannot be read
   */
  public IngestResult run(IngestRequest request, Progress progress) throws IOException {
    progress.enter(Phase.RECOVER);
    List<Recovered> recovered = recovery.run();
    if (recovered.stream().anyMatch(Recovered::isStuck)) {
      return nothing(Discovery.NOTHING, IngestPlan.NOTHING, List.of(), progress, recovered);
    }
    progress.enter(Phase.PLAN);
    Discovery discovery = Discovery.of(request.inputs(), spark.hadoopConfiguration());
    for (int attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt++) {
      LedgerState state = ledger.read(discovery.candidates());
      IngestPlan plan = planner(request).plan(discovery.objects(), state);
      BatchId batch = BatchId.of(clock.instant(), random.nextInt());
      BatchTables tables =
          BatchTables.open(catalog, batch, plan, spark.hadoopConfiguration(), request.limits());
      if (tables.opened().isEmpty()) {
        return nothing(discovery, plan, tables.refused(), progress, recovered);
      }
      Optional<Claim> claim = claim(request, batch, tables, state);
      if (claim.isPresent()) {
        Optional<BatchId> done = ingest(claim.get(), progress);
        return result(discovery, plan, claim.get(), done, progress, recovered);
      }
    }
    throw new LostRaceException(
        "Cannot claim objects: other runs keep claiming those of the same log groups (run again)");
  }

  private IngestPlanner planner(IngestRequest request) {
    return new IngestPlanner(spark.defaultParallelism(), request.onQuarantined());
  }

  private Optional<Claim> claim(
      IngestRequest request, BatchId batch, BatchTables tables, LedgerState state) {
    Table quarantine = QuarantineTable.open(catalog).table();
    Target quarantineTarget = Target.of(QuarantineTable.NAME, quarantine);
    List<LedgerRow> rows = new ArrayList<>();
    tables.opened().forEach(table -> rows.addAll(claimed(batch, table)));
    rows.add(LedgerRow.claimed(batch, quarantineTarget));
    if (!ledger.claim(state, batch, rows)) {
      return Optional.empty();
    }
    BatchContext context =
        new BatchContext(batch, purpose(request), request.limits(), quarantine, clock.instant());
    return Optional.of(new Claim(context, tables, rows));
  }

  private static List<LedgerRow> claimed(BatchId batch, TableWork table) {
    return table.tasks().stream()
        .flatMap(task -> task.objects().stream())
        .map(
            object ->
                LedgerRow.claimed(
                    batch, table.ledgerTarget(), object.object().identity(), object.source()))
        .toList();
  }

  private static Purpose purpose(IngestRequest request) {
    return request.onQuarantined() == OnQuarantined.SALVAGE ? Purpose.SALVAGE : Purpose.INGEST;
  }

  /** The batch if anything of it was recorded. */
  private Optional<BatchId> ingest(Claim claim, Progress progress) {
    BatchId batch = claim.context().batch();
    try {
      new BatchWork(new Rounds(spark, progress), progress, claim.context(), claim.tables().opened())
          .run();
      progress.enter(Phase.PUBLISH);
      Table quarantine = claim.context().quarantine();
      if (new IngestCommitter(ledger, batchFiles, recovery, quarantine).commit(claim)) {
        return Optional.of(batch);
      }
      ledger.abandon(batch, "no object was accepted");
      recovery.cleanUp(batch, claim.rows());
      return Optional.empty();
    } catch (Exception e) {
      // Not only what the compiler knows of: Spark throws checked exceptions from Scala.
      undo(claim, e);
      throw e;
    }
  }

  /** A batch that was decided meanwhile is left to the next run, which finishes it. */
  private void undo(Claim claim, Exception failure) {
    BatchId batch = claim.context().batch();
    try {
      if (ledger.abandon(batch, firstLine(failure))) {
        recovery.cleanUp(batch, claim.rows());
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Spark's messages go on with stack traces. */
  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static IngestResult nothing(
      Discovery discovery,
      IngestPlan plan,
      List<TableResult> refused,
      Progress progress,
      List<Recovered> recovered) {
    return new IngestResult(
        null,
        refused,
        plan.refused(),
        Found.of(discovery, plan),
        Reading.NOTHING,
        progress.spent(),
        recovered);
  }

  private static IngestResult result(
      Discovery discovery,
      IngestPlan plan,
      Claim claim,
      Optional<BatchId> batch,
      Progress progress,
      List<Recovered> recovered) {
    List<TableWork> tables = claim.tables().opened();
    return new IngestResult(
        batch.map(BatchId::id).orElse(null),
        Stream.concat(tables.stream().map(TableWork::result), claim.tables().refused().stream())
            .toList(),
        Stream.concat(
                plan.refused().stream(), tables.stream().flatMap(table -> table.refused().stream()))
            .toList(),
        Found.of(discovery, plan),
        claim.tables().reading(),
        progress.spent(),
        recovered);
  }
}
