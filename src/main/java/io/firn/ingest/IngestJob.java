package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.WriteSettings.Phase;
import io.firn.landing.Listing;
import io.firn.landing.PrefixListing;
import io.firn.ledger.Candidate;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.ledger.Recovered;
import io.firn.ledger.Recovery;
import io.firn.ledger.Target;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.table.BatchFiles;
import io.firn.table.LogTables;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Takes the objects of one input into one table, each of them once. */
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
   * Recovers what an earlier run left, then ingests what is new.
   *
   * @throws RefusedTableException if the table is not one of firn's
   * @throws IOException if the input cannot be listed or read
   */
  public IngestResult run(IngestRequest request) throws IOException {
    List<Recovered> recovered = recovery.run();
    if (recovered.stream().anyMatch(batch -> batch.outcome() == Recovered.Outcome.STUCK)) {
      return nothing(request, Listing.EMPTY, IngestPlan.NOTHING, recovered);
    }
    Listing listing = new PrefixListing(spark.hadoopConfiguration()).list(request.input());
    for (int attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt++) {
      LedgerState state =
          ledger.read(
              listing.identities().stream()
                  .map(object -> new Candidate(request.table(), object))
                  .toList());
      IngestPlan plan =
          new IngestPlanner(spark.defaultParallelism())
              .plan(request.table(), listing.objects(), state);
      if (plan.tasks().isEmpty()) {
        return nothing(request, listing, plan, recovered);
      }
      Optional<Claim> claim = claim(request, plan, state);
      if (claim.isPresent()) {
        Outcome outcome = ingest(request, plan, claim.get());
        return result(request, listing, plan, recovered, outcome);
      }
    }
    throw new IllegalStateException(
        "Cannot claim objects for " + request.table() + ": other runs keep claiming (run again)");
  }

  private Optional<Claim> claim(IngestRequest request, IngestPlan plan, LedgerState state)
      throws IOException {
    BatchId batch = BatchId.of(clock.instant(), random.nextInt());
    Sniffer sniffer = new Sniffer(spark.hadoopConfiguration());
    TargetTable table = open(request.table(), batch, plan, sniffer);
    Target target = Target.of(request.table(), table.table());
    LogSource source = source(request);
    List<LedgerRow> rows =
        plan.objects().stream()
            .map(object -> LedgerRow.claimed(batch, target, object.identity(), source))
            .toList();
    return ledger.claim(state, batch, rows)
        ? Optional.of(new Claim(batch, table, target, rows, sniffer.bytesInflated()))
        : Optional.empty();
  }

  private TargetTable open(TableName name, BatchId batch, IngestPlan plan, Sniffer sniffer)
      throws IOException {
    if (catalog.tableExists(LogTables.identifier(name))) {
      return TargetTable.existing(catalog, name, batch);
    }
    Observation sniffed = sniffer.sniff(plan.objects());
    return TargetTable.created(catalog, name, batch, sniffed);
  }

  private static LogSource source(IngestRequest request) {
    return new LogSource(request.logGroup(), request.account(), request.region());
  }

  private Outcome ingest(IngestRequest request, IngestPlan plan, Claim claim) throws IOException {
    Struct before = claim.table.isNew() ? Struct.EMPTY : claim.table.columns();
    BatchWork work = new BatchWork(new Rounds(spark), claim.table, settings(request, claim));
    try {
      work.run(plan.tasks());
      Long snapshot = commit(request, claim, work);
      return new Outcome(claim, work, before, snapshot);
    } catch (IOException | RuntimeException e) {
      undo(claim, e);
      throw e;
    }
  }

  private static WriteSettings settings(IngestRequest request, Claim claim) {
    return new WriteSettings(
        claim.batch.id(),
        1,
        claim.table.isNew() ? Phase.NEW_TABLE : Phase.EXISTING_TABLE,
        claim.table.columns(),
        request.logGroup().name(),
        request.account(),
        request.region());
  }

  /** The snapshot that readers see afterwards; null if every object was refused. */
  private @Nullable Long commit(IngestRequest request, Claim claim, BatchWork work) {
    if (work.files().isEmpty()) {
      ledger.abandon(claim.batch, "every object was refused");
      recovery.cleanUp(claim.batch, claim.rows);
      return null;
    }
    return new IngestCommitter(ledger, batchFiles)
        .commit(claim.batch, claim.target, claim.table.table(), source(request), work);
  }

  /** A batch that was decided meanwhile is left to the next run, which finishes it. */
  private void undo(Claim claim, Exception failure) {
    try {
      if (ledger.abandon(claim.batch, String.valueOf(failure.getMessage()))) {
        recovery.cleanUp(claim.batch, claim.rows);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static IngestResult nothing(
      IngestRequest request, Listing listing, IngestPlan plan, List<Recovered> recovered) {
    return IngestResult.nothing(
        request.table(), plan.present(), listing.ignored(), plan.refused(), recovered);
  }

  private static IngestResult result(
      IngestRequest request,
      Listing listing,
      IngestPlan plan,
      List<Recovered> recovered,
      Outcome outcome) {
    BatchWork work = outcome.work;
    List<RefusedObject> refused = new ArrayList<>(plan.refused());
    refused.addAll(work.refused());
    return new IngestResult(
        request.table(),
        outcome.claim.batch.id(),
        work.accepted().size(),
        work.accepted().stream().mapToLong(ObjectReport::events).sum(),
        plan.present(),
        listing.ignored(),
        refused,
        work.accepted().stream().mapToLong(ObjectReport::rescued).sum(),
        work.bytesRead(),
        work.bytesInflated() + outcome.claim.bytesSniffed,
        plan.tasks().size(),
        work.reruns(),
        outcome.snapshot == null ? List.of() : outcome.claim.table.columnsAddedTo(outcome.before),
        work.files().size(),
        work.files().stream().mapToLong(file -> file.fileSizeInBytes()).sum(),
        outcome.snapshot,
        recovered);
  }

  /** A claimed batch. */
  private record Claim(
      BatchId batch, TargetTable table, Target target, List<LedgerRow> rows, long bytesSniffed) {}

  /** What became of a claimed batch. */
  private record Outcome(Claim claim, BatchWork work, Struct before, @Nullable Long snapshot) {}
}
