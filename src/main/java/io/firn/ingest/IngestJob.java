package io.firn.ingest;

import io.firn.Backoff;
import io.firn.BatchId;
import io.firn.ingest.IngestResult.Found;
import io.firn.ingest.Rechecks.Readied;
import io.firn.landing.ListingMarks;
import io.firn.ledger.BatchTraces;
import io.firn.ledger.Candidate;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LostTables;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.Recovery;
import io.firn.ledger.Stores;
import io.firn.state.Lease;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Takes the objects of its inputs into their tables, each of them once, batch by batch. */
public final class IngestJob {
  /** Times that other runs may claim objects of the same log groups while this one plans. */
  private static final int CLAIM_ATTEMPTS = 30;

  private final TaskRunner runner;
  private final Stores stores;
  private final Claims claims;
  private final ListingMarks marks;
  private final int slice;
  private final Clock clock;
  private final RandomGenerator random;
  private final Backoff backoff;

  /** A job without marks: it lists all date folders. */
  public IngestJob(JavaSparkContext spark, Stores stores, Clock clock, RandomGenerator random) {
    this(spark, stores, ListingMarks.NONE, clock, random);
  }

  public IngestJob(
      JavaSparkContext spark,
      Stores stores,
      ListingMarks marks,
      Clock clock,
      RandomGenerator random) {
    this(new SparkTasks(spark), stores, marks, Backlog.SLICE, clock, random);
  }

  IngestJob(TaskRunner runner, Stores stores, Clock clock, RandomGenerator random) {
    this(runner, stores, ListingMarks.NONE, Backlog.SLICE, clock, random);
  }

  /**
   * On another runner.
   *
   * @param slice how many objects the ledger is asked about at once
   */
  IngestJob(
      TaskRunner runner,
      Stores stores,
      ListingMarks marks,
      int slice,
      Clock clock,
      RandomGenerator random) {
    this.runner = runner;
    this.stores = stores;
    this.claims = new Claims(stores, clock);
    this.marks = marks;
    this.slice = slice;
    this.clock = clock;
    this.random = random;
    this.backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), random);
  }

  /**
   * Recovers what other runs left, then ingests what is new until nothing is left. An input that
   * cannot be listed and a table that refuses its part do not stop the others: the result names
   * them. What ends a batch ends the run; if earlier batches stay, the result has the failure.
   *
   * @throws TooManyBadObjectsException if more objects are bad than the request allows
   * @throws IOException if an object cannot be read
   */
  public IngestResult run(IngestRequest request, Progress progress) throws IOException {
    progress.enter(Phase.RECOVER);
    RunTally tally = new RunTally(new Recovery(stores).run());
    progress.enter(Phase.PLAN);
    Discovery discovery = Discovery.ofWindows(request, stores.ledger()::windows);
    LandedWindows windows = new LandedWindows(discovery.windows());
    windows.catchUp(discovery.windows());
    Outlook outlook = outlook(request, discovery, windows, tally);
    Planned planned = Planned.NOTHING;
    try {
      do {
        progress.enter(Phase.PLAN);
        planned = plan(request, outlook, tally, progress);
        if (planned.claim != null) {
          progress.nextBatch(planned.plan.left());
          tally.add(planned.claim, ingest(planned.claim, windows, progress));
          outlook.walks().leaveMarks();
        }
      } while (planned.claim != null && (planned.plan.left() > 0 || outlook.mayGoOn(tally)));
      outlook.backlog().end(planned.state);
      outlook.walks().leaveMarks();
    } catch (Exception e) {
      // Not only what the compiler knows of: Spark throws checked exceptions from Scala.
      if (!tally.hasNews()) {
        throw e;
      }
      tally.failed(e);
    }
    return tally.result(
        Found.of(
            discovery,
            outlook.backlog(),
            planned.plan,
            Lost.sum(
                Stream.concat(outlook.backlog().lost().stream(), lost(planned.state).stream())
                    .toList()),
            outlook.notices()),
        planned.plan.refused(),
        progress);
  }

  private Outlook outlook(
      IngestRequest request, Discovery discovery, LandedWindows windows, RunTally tally) {
    ExportEnds ends = new ExportEnds(request.tasks(), clock.instant());
    Surveys surveys = new Surveys();
    FolderWalks walks = new FolderWalks(marks, stores.ledger()::generation, clock.instant());
    Backlog backlog =
        new Backlog(
            request.limits(),
            new InputFeed(request.inputs(), walks::of, runner.configuration()),
            surveys,
            tally,
            new Backlog.Ledgers(
                this::known, state -> new Standings(request, state, ends), this::lost),
            slice);
    Rechecks rechecks = new Rechecks(discovery.windows(), stores.ledger()::windowsOf);
    return new Outlook(backlog, walks, discovery, windows, rechecks, ends, surveys);
  }

  private LedgerState known(List<Listed> items) {
    List<Candidate> wholes = Discovery.mixed(items);
    return stores.ledger().read(Discovery.candidates(items, wholes), wholes);
  }

  /**
   * The next batch.
   *
   * @param claim null if the plan has no task
   */
  private record Planned(LedgerState state, IngestPlan plan, @Nullable Claim claim) {
    static final Planned NOTHING = new Planned(LedgerState.NOTHING, IngestPlan.NOTHING, null);
  }

  private Planned plan(IngestRequest request, Outlook outlook, RunTally tally, Progress progress) {
    int attempt = 0;
    while (true) {
      outlook.learn(tally);
      Readied items = outlook.rechecks().ready(tally.untried(outlook.items()));
      LedgerState state = known(items.items());
      MixedItems mixed = new MixedItems(outlook.surveys(), tally::hasFailed);
      IngestPlan plan =
          new IngestPlanner(runner.slots(), request, outlook.ends(), mixed).plan(items, state);
      if (!plan.unsurveyed().isEmpty()) {
        progress.enter(Phase.SURVEY);
        tally.hasRead(
            outlook.surveys().survey(runner, plan.unsurveyed(), request.limits(), progress));
        progress.enter(Phase.PLAN);
        continue;
      }
      if (!plan.settled().isEmpty()) {
        settle(plan.settled(), state, outlook);
        tally.tried(plan.settled());
        continue;
      }
      if (plan.isEmpty() && (outlook.backlog().hasMore() || plan.hidesOthers())) {
        tally.refuse(plan.refused());
        outlook.backlog().look(state);
        continue;
      }
      if (plan.isEmpty()) {
        return new Planned(state, plan, null);
      }
      BatchId batch = BatchId.of(clock.instant(), random.nextInt());
      BatchTables tables =
          BatchTables.open(stores.catalog(), batch, plan, runner.configuration(), request.limits());
      if (tables.opened().isEmpty() && plan.mixed().isEmpty()) {
        tally.add(tables.refused());
        tally.tried(plan);
        continue;
      }
      Optional<Claim> claim = claims.claim(request, batch, plan, tables, state, tally);
      if (claim.isPresent()) {
        tally.tried(plan);
        return new Planned(state, plan, claim.get());
      }
      if (++attempt == CLAIM_ATTEMPTS) {
        throw new LostRaceException(
            "Cannot claim objects: other runs keep claiming those of the same log groups (run"
                + " again)");
      }
      backoff.pause(attempt);
    }
  }

  private void settle(List<Listed> windows, LedgerState state, Outlook outlook) {
    BatchId batch = BatchId.of(clock.instant(), random.nextInt());
    List<LedgerRow> recorded = new SettledWindows(stores).record(batch, windows, state);
    outlook.windows().leave(batch, recorded, clock.instant());
  }

  /** The batch if anything of it was recorded. */
  private Optional<BatchId> ingest(Claim claim, LandedWindows windows, Progress progress) {
    BatchId batch = claim.context().batch();
    claim.lease().onLost(() -> runner.cancel(batch));
    boolean cleared = true;
    try {
      claim.tables().begin();
      new BatchWork(
              new LeasedTasks(runner, claim.lease()),
              progress,
              claim.context(),
              claim.tables(),
              claim.mixed())
          .run();
      progress.enter(Phase.PUBLISH);
      List<LedgerRow> recorded =
          new IngestCommitter(stores, claim.context().quarantine()).commit(claim);
      if (!recorded.isEmpty()) {
        windows.leave(batch, recorded, clock.instant());
        return Optional.of(batch);
      }
      cleared = false;
      new BatchTraces(stores).abandon(batch, "no object was accepted");
      cleared = true;
      return Optional.empty();
    } catch (Exception e) {
      // Not only what the compiler knows of: Spark throws checked exceptions from Scala.
      cleared = undo(claim, e);
      if (!claim.lease().isHeld()) {
        throw new LostLeaseException(batch, e);
      }
      throw e;
    } finally {
      end(claim.lease(), cleared);
    }
  }

  /** As long as the lease is there, the next run looks for traces of the batch. */
  private static void end(Lease lease, boolean cleared) {
    if (cleared) {
      lease.release();
    } else {
      lease.leave();
    }
  }

  /** A batch that was decided meanwhile is left to the next run, which finishes it. */
  private boolean undo(Claim claim, Exception failure) {
    try {
      new BatchTraces(stores).abandon(claim.context().batch(), firstLine(failure));
      return true;
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Spark's messages go on with stack traces. */
  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private List<Lost> lost(LedgerState state) {
    return new LostTables(stores.catalog(), stores.ledger()).find(state);
  }
}
