package io.firn.maintain;

import io.firn.Amounts;
import io.firn.BatchId;
import io.firn.TableName;
import io.firn.maintain.MaintainReport.Due;
import io.firn.maintain.MaintainReport.PlannedStep;
import io.firn.maintain.MaintainReport.TableReport;
import io.firn.maintain.StepReport.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;

/** The way of one table through a run: planned once, then put in order step by step. */
final class TableWork {
  private static final int ROUNDS = 2;

  private final SparkSession spark;
  private final TableName name;
  private final Table table;
  private final TableLayout layout;
  private final MaintenanceRules rules;
  private final MaintenancePlanner planner;
  private final FactsReader reader;
  private final TableFacts facts;
  private final TablePlan plan;
  private final List<BatchId> lost;
  private final List<StepReport> steps = new ArrayList<>();
  private Size after;

  private TableWork(
      SparkSession spark,
      LakeTables.Own own,
      TableLayout layout,
      MaintenanceRules rules,
      List<BatchId> lost) {
    this.spark = spark;
    this.name = own.name();
    this.table = own.table();
    this.layout = layout;
    this.rules = rules;
    this.planner = new MaintenancePlanner(rules);
    this.reader = new FactsReader(name, table, layout, rules);
    this.facts = reader.read();
    this.lost = lost;
    TablePlan found = planner.plan(facts, layout);
    this.plan = lost.isEmpty() ? found : found.keepingHistory(keptFor(lost));
    this.after = plan.size();
  }

  /**
   * Reads the table's metadata and plans; nothing is changed.
   *
   * @param lost batches that only old snapshots tell of
   */
  static TableWork plan(
      SparkSession spark,
      LakeTables.Own own,
      TableLayout layout,
      MaintenanceRules rules,
      List<BatchId> lost) {
    return new TableWork(spark, own, layout, rules, lost);
  }

  private static String keptFor(List<BatchId> lost) {
    return "they tell that the table was rolled back behind batch "
        + lost.get(0)
        + (lost.size() == 1 ? "" : " and " + (lost.size() - 1) + " more")
        + " (firn ledger reopen or resolve decides about it)";
  }

  TableName name() {
    return name;
  }

  Table table() {
    return table;
  }

  TablePlan plan() {
    return plan;
  }

  /** Something that takes a while. */
  private interface Step {
    StepReport run(long startNanos);
  }

  private void run(Step step) {
    steps.add(step.run(System.nanoTime()));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  void changeLayout() {
    plan.layout()
        .ifPresent(
            change ->
                run(
                    start -> {
                      new TableActions(spark, table).change(change);
                      return report(
                          Kind.LAYOUT,
                          "set " + String.join(", ", change.changes()),
                          Size.NOTHING,
                          Size.NOTHING,
                          start);
                    }));
  }

  void dropOldDays() {
    plan.drop()
        .ifPresent(
            drop ->
                run(
                    start -> {
                      new TableActions(spark, table).drop(drop);
                      after = after.minus(drop.size());
                      return report(
                          Kind.RETENTION,
                          "dropped "
                              + drop.why()
                              + " ("
                              + Amounts.count(drop.rows(), "event")
                              + ")",
                          drop.size(),
                          Size.NOTHING,
                          start);
                    }));
  }

  /**
   * Writes files of a slice anew, as they are by now; and once more if sorting left so much less of
   * them than was expected that they are too many still.
   */
  void rewrite(Slice slice) {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<SliceFacts> found = reader.read(slice);
      Optional<Rewrite> next =
          found.flatMap(
              now -> planner.slices(facts.with(reader.shrink()), layout).decide(now).rewrite());
      if (next.isEmpty()) {
        return;
      }
      rewrite(next.get(), found.get());
    }
  }

  private void rewrite(Rewrite rewrite, SliceFacts found) {
    run(
        start -> {
          boolean anew = found.files().stream().noneMatch(FileFacts::sorted);
          new RewriteAction(spark, table)
              .run(rewrite, reader.sort(facts.columns()), layout.targetBytes(), anew);
          Size is = reader.read(rewrite.slice()).map(SliceFacts::size).orElse(Size.NOTHING);
          after = after.minus(found.size()).plus(is);
          return new StepReport(
              Kind.COMPACTION,
              name + " " + rewrite.slice(),
              found.size() + " are now " + is,
              found.size(),
              is,
              since(start));
        });
  }

  /** Before snapshots are expired, which say it too. */
  void keepMarks() {
    table.refresh();
    List<String> sort = reader.sort(facts.columns());
    if (!SortMarks.of(table, sort).areKept()) {
      new TableActions(spark, table).keepMarks(sort, reader.commits());
    }
  }

  void mergeManifests() {
    table.refresh();
    MaintenancePlanner.merge(facts.with(reader.history()))
        .ifPresent(
            merge ->
                run(
                    start -> {
                      TableActions.Merged merged = new TableActions(spark, table).mergeManifests();
                      return report(
                          Kind.MANIFESTS,
                          Amounts.count(merged.before(), "manifest") + " are now " + merged.after(),
                          Size.NOTHING,
                          Size.NOTHING,
                          start);
                    }));
  }

  void expireSnapshots() {
    if (!lost.isEmpty()) {
      return;
    }
    table.refresh();
    planner
        .expiry(reader.history())
        .ifPresent(
            expiry ->
                run(
                    start -> {
                      long files =
                          new TableActions(spark, table)
                              .expire(expiry, rules.historyFrom().toEpochMilli());
                      return report(
                          Kind.SNAPSHOTS,
                          "expired " + expiry.why() + " (" + Amounts.count(files, "file") + ")",
                          Size.NOTHING,
                          Size.NOTHING,
                          start);
                    }));
  }

  private StepReport report(Kind kind, String what, Size before, Size now, long startNanos) {
    return new StepReport(kind, name.toString(), what, before, now, since(startNanos));
  }

  void add(StepReport step) {
    steps.add(step);
  }

  /**
   * What became of it.
   *
   * @param postponed rewrites of all tables that are not of this run
   */
  TableReport done(Set<Rewrite> postponed) {
    return new TableReport(name, plan.size(), after, planned(postponed), left(), steps);
  }

  /** What would become of it. */
  TableReport preview(Set<Rewrite> postponed) {
    Size would = plan.size();
    for (PlannedStep step : planned(postponed)) {
      if (step.due() == Due.NOW) {
        would = would.minus(step.before()).plus(step.after());
      }
    }
    return new TableReport(name, plan.size(), would, planned(postponed), left(), List.of());
  }

  private List<String> left() {
    return plan.left().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(slice -> slice.getKey() + ": " + slice.getValue())
        .toList();
  }

  private List<PlannedStep> planned(Set<Rewrite> postponed) {
    List<PlannedStep> planned = new ArrayList<>();
    plan.layout()
        .ifPresent(
            layoutChange ->
                planned.add(step(Kind.LAYOUT, String.join(", ", layoutChange.changes()))));
    plan.drop()
        .ifPresent(
            drop ->
                planned.add(
                    new PlannedStep(
                        Kind.RETENTION,
                        name.toString(),
                        drop.why(),
                        drop.size(),
                        Size.NOTHING,
                        Due.NOW)));
    for (Rewrite rewrite : plan.rewrites()) {
      planned.add(
          new PlannedStep(
              Kind.COMPACTION,
              name + " " + rewrite.slice(),
              rewrite.why(),
              rewrite.before(),
              rewrite.after(),
              postponed.contains(rewrite) ? Due.NEXT_RUN : Due.NOW));
    }
    plan.merge().ifPresent(merge -> planned.add(step(Kind.MANIFESTS, merge.why())));
    plan.expiry().ifPresent(expiry -> planned.add(step(Kind.SNAPSHOTS, expiry.why())));
    return planned;
  }

  private PlannedStep step(Kind kind, String why) {
    return new PlannedStep(kind, name.toString(), why, Size.NOTHING, Size.NOTHING, Due.NOW);
  }
}
