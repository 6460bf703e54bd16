package io.firn.maintain;

import io.firn.Amounts;
import io.firn.BatchId;
import io.firn.TableName;
import io.firn.dedupe.DuplicatesTable;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerEvent;
import io.firn.maintain.MaintainReport.Failure;
import io.firn.maintain.MaintainReport.TableReport;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.StepReport.Kind;
import io.firn.quarantine.QuarantineTable;
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

/** One pass over a lake: planned first, then step by step; a step that fails ends nothing else. */
final class MaintenancePass {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenancePass.class);

  private final SparkSession spark;
  private final Optional<Ledger> ledger;
  private final Clock clock;
  private final Consumer<String> progress;
  private final MaintainRequest request;
  private final Instant start;
  private final MaintenanceRules rules;
  private final LakeTables lake;
  private final List<TableWork> works = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<StepReport> landing = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** A pass that begins now. */
  MaintenancePass(
      SparkSession spark,
      Catalog catalog,
      Optional<Ledger> ledger,
      Clock clock,
      Consumer<String> progress,
      MaintainRequest request) {
    this.spark = spark;
    this.ledger = ledger;
    this.clock = clock;
    this.progress = progress;
    this.request = request;
    this.start = clock.instant();
    this.rules = new MaintenanceRules(start, request.quietFor(), request.keepSnapshots());
    this.lake = tables(catalog, request);
  }

  /** Where orphans are deleted, all tables of the catalog have to be known. */
  static LakeTables tables(Catalog catalog, MaintainRequest request) {
    Set<String> namespaces = request.scope().namespaces();
    return namespaces.isEmpty() || request.orphans().then() == OnOrphan.DELETE
        ? LakeTables.all(catalog, namespaces)
        : LakeTables.in(catalog, namespaces);
  }

  /** Says what {@link #run} would do; nothing is changed. */
  MaintainReport preview() {
    Set<Rewrite> postponed = Set.copyOf(plan().postponed());
    eachZone("look into the ", this::previewLanding);
    return report(works.stream().map(work -> work.preview(postponed)).toList(), postponed.size());
  }

  /** All steps, as far as the budget goes. */
  MaintainReport run() {
    Budget.Share share = plan();
    each("change the layout of", TableWork::changeLayout);
    each("drop old days of", TableWork::dropOldDays);
    Set<Rewrite> postponed = new HashSet<>(share.postponed());
    postponed.addAll(rewrite(share.made()));
    each("keep what is sorted of", TableWork::keepMarks);
    each("merge manifests of", TableWork::mergeManifests);
    each("expire snapshots of", TableWork::expireSnapshots);
    clearOrphans();
    eachZone("clear the ", this::clearLanding);
    return report(works.stream().map(work -> work.done(postponed)).toList(), postponed.size());
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
    return TableWork.plan(spark, own, layout(own.name()), rules, lost);
  }

  private TableLayout layout(TableName name) {
    if (name.equals(Ledger.NAME)) {
      return TableLayout.ofLedger();
    }
    TableLayout layout = request.layouts().apply(name);
    if (name.equals(DuplicatesTable.NAME)) {
      return TableLayout.ofDuplicates(layout.targetBytes());
    }
    return name.equals(QuarantineTable.NAME)
        ? TableLayout.ofQuarantine(layout.targetBytes())
        : layout;
  }

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

  private interface ZoneStep {
    void run(LandingRetention zone, Ledger ledger);
  }

  private void eachZone(String what, ZoneStep step) {
    ledger.ifPresent(
        known ->
            request
                .landing()
                .forEach(zone -> attempt(what + zone.name(), () -> step.run(zone, known))));
  }

  private boolean hasTime() {
    return Duration.between(start, clock.instant()).compareTo(request.budget().time()) < 0;
  }

  /** Those that there was no time for. */
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
      TableWork work = Optional.ofNullable(byName.get(rewrite.table())).orElseThrow();
      attempt(
          "rewrite " + rewrite.slice() + " of " + rewrite.table(),
          () -> work.rewrite(rewrite.slice()));
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
        new OrphanSearch(spark, work.table(), lake.locations(), this::isEnded)
            .find(before.toEpochMilli());
    if (found.orphans().isEmpty()) {
      return;
    }
    boolean deletes = request.orphans().then() == OnOrphan.DELETE && lake.unknown().isEmpty();
    if (deletes) {
      delete(work, found.orphans());
    }
    Size files = new Size(found.orphans().size(), 0);
    work.add(
        new StepReport(
            Kind.ORPHANS,
            work.name().toString(),
            (deletes ? "deleted " : "found ")
                + Amounts.count(files.files(), "file")
                + " that no snapshot has"
                + (found.kept() == 0 ? "" : ", left " + found.kept() + " that others may need"),
            files,
            deletes ? Size.NOTHING : files,
            since(from)));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Whether nothing of the batch will be published any more that is not yet. */
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

  private void previewLanding(LandingRetention zone, Ledger known) {
    LandingRetention.Plan plan = zone.plan(known, start);
    if (!plan.due().isEmpty()) {
      landing.add(
          ofLanding(
              zone,
              "would delete ",
              plan.due().size(),
              new Size(Math.toIntExact(plan.objects()), plan.bytes()),
              Duration.ZERO));
    }
  }

  private void clearLanding(LandingRetention zone, Ledger known) {
    long from = System.nanoTime();
    LandingRetention.Plan plan = zone.plan(known, start);
    progress.accept(zone.name() + ": " + Amounts.count(plan.due().size(), "window") + " to delete");
    int windows = 0;
    Size gone = Size.NOTHING;
    for (LandingRetention.Due due : plan.due()) {
      int objects = hasTime() ? zone.remove(due, plan) : 0;
      if (objects > 0) {
        windows++;
        gone = gone.plus(new Size(objects, due.receipt().bytes()));
      }
    }
    if (windows > 0) {
      landing.add(ofLanding(zone, "deleted ", windows, gone, since(from)));
    }
  }

  private static StepReport ofLanding(
      LandingRetention zone, String verb, int windows, Size objects, Duration took) {
    return new StepReport(
        Kind.LANDING,
        zone.name(),
        verb + Amounts.count(windows, "window") + ", " + Amounts.count(objects.files(), "object"),
        objects,
        Size.NOTHING,
        took);
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
