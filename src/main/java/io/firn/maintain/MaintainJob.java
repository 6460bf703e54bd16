package io.firn.maintain;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerEvent;
import io.firn.maintain.MaintainReport.Failure;
import io.firn.maintain.MaintainReport.TableReport;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.StepReport.Kind;
import io.firn.quarantine.QuarantineTable;
import io.firn.state.Lease;
import io.firn.state.LeaseInfo;
import io.firn.state.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables of a lake in order, beside whatever else is done with them. Every step is an
 * Iceberg commit of its own, or deletes what nobody can need: it may be killed anywhere.
 */
public final class MaintainJob {
  /** Two at once do no harm; one of them would do what the other does. */
  public static final String LEASE = "maintain";

  private static final Logger LOG = LoggerFactory.getLogger(MaintainJob.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Optional<Ledger> ledger;
  private final Leases leases;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * A job.
   *
   * @param ledger empty if nothing was ever ingested
   * @param progress is told each step as it begins
   */
  public MaintainJob(
      SparkSession spark,
      Catalog catalog,
      Optional<Ledger> ledger,
      Leases leases,
      Clock clock,
      Consumer<String> progress) {
    this.spark = spark;
    this.catalog = catalog;
    this.ledger = ledger;
    this.leases = leases;
    this.clock = clock;
    this.progress = progress;
  }

  /** One run, and what it has found so far. */
  private final class Run {
    private final MaintainRequest request;
    private final Instant start = clock.instant();
    private final MaintenanceRules rules;
    private final LakeTables lake;
    private final List<TableWork> works = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<StepReport> landing = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private Run(MaintainRequest request) {
      this.request = request;
      this.rules = new MaintenanceRules(start, request.quietFor(), request.keepSnapshots());
      this.lake = LakeTables.of(catalog, request.scope().namespaces());
    }

    private Budget.Share plan() {
      for (LakeTables.Own own : lake.own()) {
        if (request.scope().takes(own.name())) {
          attempt("plan the maintenance of " + own.name(), () -> works.add(planned(own)));
        }
      }
      return request
          .budget()
          .share(works.stream().flatMap(work -> work.plan().rewrites().stream()).toList());
    }

    private TableWork planned(LakeTables.Own own) {
      List<BatchId> lost =
          own.name().equals(Ledger.NAME)
              ? List.of()
              : new LostBatches(ledger).of(own.name(), own.table());
      return TableWork.plan(spark, own, layout(request, own.name()), rules, lost);
    }

    /** A step that fails ends nothing else. */
    private void attempt(String what, Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.warn("Cannot {}", what, e);
        failures.add(new Failure("Cannot " + what, e));
      }
    }

    private void each(String what, Consumer<TableWork> step) {
      works.forEach(work -> attempt(what + " " + work.name(), () -> step.accept(work)));
    }

    private boolean hasTime() {
      return Duration.between(start, clock.instant()).compareTo(request.budget().time()) < 0;
    }

    /** How many of the rewrites there was no time for. */
    private List<Rewrite> rewrite(List<Rewrite> rewrites) {
      Map<TableName, TableWork> byName =
          works.stream().collect(Collectors.toMap(TableWork::name, Function.identity()));
      int number = 0;
      for (Rewrite rewrite : rewrites) {
        if (number > 0 && !hasTime()) {
          return rewrites.subList(number, rewrites.size());
        }
        number++;
        progress.accept(
            "%s %s, %s (%d of %d)"
                .formatted(
                    rewrite.table(), rewrite.slice(), rewrite.before(), number, rewrites.size()));
        attempt(
            "rewrite " + rewrite.slice() + " of " + rewrite.table(),
            () ->
                Optional.ofNullable(byName.get(rewrite.table()))
                    .orElseThrow()
                    .rewrite(rewrite.slice()));
      }
      return List.of();
    }

    private void clearOrphans() {
      if (!lake.unknown().isEmpty() && request.orphans().then() == OnOrphan.DELETE) {
        notices.add(
            "Orphans are counted and not deleted, since not all tables are known: "
                + String.join("; ", lake.unknown()));
      }
      each("find orphans of", this::clearOrphans);
    }

    private void clearOrphans(TableWork work) {
      if (!hasTime()) {
        return;
      }
      progress.accept(work.name() + ": files that no snapshot has");
      long from = System.nanoTime();
      Instant before = start.minus(request.orphans().after());
      OrphanSearch.Found found =
          new OrphanSearch(spark, work.table(), lake.locations(), MaintainJob.this::isEnded)
              .find(before.toEpochMilli());
      if (found.orphans().isEmpty()) {
        return;
      }
      boolean delete = request.orphans().then() == OnOrphan.DELETE && lake.unknown().isEmpty();
      if (delete) {
        delete(work, found.orphans());
      }
      work.add(
          new StepReport(
              Kind.ORPHANS,
              work.name().toString(),
              (delete ? "deleted " : "found ")
                  + Amounts.count(found.orphans().size(), "file")
                  + " that no snapshot has"
                  + (found.kept() == 0 ? "" : ", left " + found.kept() + " that others may need"),
              new Size(found.orphans().size(), 0),
              delete ? Size.NOTHING : new Size(found.orphans().size(), 0),
              Duration.ofNanos(System.nanoTime() - from)));
    }

    private void clearLanding(LandingRetention zone) {
      long from = System.nanoTime();
      LandingRetention.Plan plan = zone.plan(ledger.orElseThrow(), start);
      progress.accept(
          zone.name() + ": " + Amounts.count(plan.due().size(), "window") + " to delete");
      int windows = 0;
      int objects = 0;
      for (LandingRetention.Due due : plan.due()) {
        if (!hasTime()) {
          break;
        }
        int gone = zone.remove(due, plan);
        objects += gone;
        windows += gone == 0 ? 0 : 1;
      }
      if (windows > 0) {
        landing.add(
            new StepReport(
                Kind.LANDING,
                zone.name(),
                "deleted "
                    + Amounts.count(windows, "window")
                    + ", "
                    + Amounts.count(objects, "object"),
                new Size(objects, plan.bytes()),
                Size.NOTHING,
                Duration.ofNanos(System.nanoTime() - from)));
      }
    }

    private void clearLanding() {
      if (ledger.isPresent()) {
        request
            .landing()
            .forEach(zone -> attempt("clear the " + zone.name(), () -> clearLanding(zone)));
      }
    }

    private MaintainReport report(List<TableReport> tables, int postponed) {
      return new MaintainReport(
          null,
          tables,
          landing,
          failures,
          notices,
          postponed,
          Duration.between(start, clock.instant()));
    }
  }

  private static TableLayout layout(MaintainRequest request, TableName name) {
    if (name.equals(Ledger.NAME)) {
      return TableLayout.ofLedger();
    }
    TableLayout layout = request.layouts().apply(name);
    return name.equals(QuarantineTable.NAME)
        ? TableLayout.ofQuarantine(layout.targetBytes())
        : layout;
  }

  private boolean isEnded(BatchId batch) {
    return ledger
        .flatMap(known -> known.batch(batch).state())
        .filter(state -> state == LedgerEvent.INGESTED || state == LedgerEvent.ABANDONED)
        .isPresent();
  }

  private static void delete(TableWork work, List<String> orphans) {
    if (work.table().io() instanceof SupportsBulkOperations bulk) {
      bulk.deleteFiles(orphans);
    } else {
      orphans.forEach(work.table().io()::deleteFile);
    }
  }

  /** Names of tables that were asked for, and that Firn has not made. */
  public Set<TableName> missing(MaintainRequest request) {
    Set<TableName> missing = new HashSet<>(request.scope().tables());
    LakeTables.of(catalog, request.scope().namespaces())
        .own()
        .forEach(own -> missing.remove(own.name()));
    return missing;
  }

  /** Says what {@link #run} would do; nothing is changed. */
  public MaintainReport preview(MaintainRequest request) {
    Run run = new Run(request);
    Budget.Share share = run.plan();
    Set<Rewrite> postponed = Set.copyOf(share.postponed());
    if (ledger.isPresent()) {
      request
          .landing()
          .forEach(
              zone ->
                  run.attempt(
                      "look into the " + zone.name(),
                      () -> {
                        LandingRetention.Plan plan = zone.plan(ledger.get(), run.start);
                        if (!plan.due().isEmpty()) {
                          run.landing.add(
                              new StepReport(
                                  Kind.LANDING,
                                  zone.name(),
                                  "would delete "
                                      + Amounts.count(plan.due().size(), "window")
                                      + ", "
                                      + Amounts.count(plan.objects(), "object"),
                                  new Size((int) plan.objects(), plan.bytes()),
                                  Size.NOTHING,
                                  Duration.ZERO));
                        }
                      }));
    }
    return run.report(
        run.works.stream().map(work -> work.preview(postponed)).toList(), postponed.size());
  }

  /** Does it, as far as the budget goes. Where another run is at it, nothing. */
  public MaintainReport run(MaintainRequest request) {
    Optional<Lease> lease = leases.acquire(LEASE);
    if (lease.isEmpty()) {
      LeaseInfo holder = leases.find(LEASE).orElse(null);
      return new MaintainReport(
          holder, List.of(), List.of(), List.of(), List.of(), 0, Duration.ZERO);
    }
    try {
      return maintain(request);
    } finally {
      lease.get().release();
    }
  }

  private MaintainReport maintain(MaintainRequest request) {
    Run run = new Run(request);
    Budget.Share share = run.plan();
    run.each("change the layout of", TableWork::changeLayout);
    run.each("drop old days of", TableWork::dropOldDays);
    Set<Rewrite> postponed = new HashSet<>(share.postponed());
    postponed.addAll(run.rewrite(share.made()));
    run.each("keep what is sorted of", TableWork::keepMarks);
    run.each("merge manifests of", TableWork::mergeManifests);
    run.each("expire snapshots of", TableWork::expireSnapshots);
    run.clearOrphans();
    run.clearLanding();
    return run.report(
        run.works.stream().map(work -> work.done(postponed)).toList(), postponed.size());
  }
}
