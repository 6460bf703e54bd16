package io.firn.ingest;

import io.firn.TableName;
import io.firn.ingest.IngestResult.Reading;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.Shipment.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.spark.source.SerializableTableWithSize;

/**
 * The two rounds of a batch over all its tables: write with the schemas there are while observing,
 * settle the schemas, and run again what did not fit. A byte is read at most twice.
 */
final class BatchWork {
  /** Times that foreign changes of a schema may make files useless. */
  private static final int FOREIGN_CHANGES = 3;

  private final TaskRunner runner;
  private final Progress progress;
  private final BatchContext context;
  private final BatchTables batch;
  private final MixedWork mixed;
  private final Map<TableName, TableWork> tables = new LinkedHashMap<>();
  private int round = 1;

  BatchWork(
      TaskRunner runner,
      Progress progress,
      BatchContext context,
      BatchTables batch,
      MixedWork mixed) {
    this.runner = runner;
    this.progress = progress;
    this.context = context;
    this.batch = batch;
    this.mixed = mixed;
    batch.works().forEach(table -> tables.put(table.target().name(), table));
  }

  /**
   * Reads and writes everything, and settles the schemas.
   *
   * @throws TooManyBadObjectsException if the request does not allow so many
   */
  void run() {
    firstRound();
    progress.enter(Phase.SETTLE);
    InParallel.forEach(alive(), table -> table.attempt(TableWork::settle));
    progress.enter(Phase.REREAD);
    List<IngestTask> unfit = alive().stream().flatMap(table -> table.takeUnfit().stream()).toList();
    if (!unfit.isEmpty() || mixed.isIncomplete()) {
      runAgain(unfit);
    }
    repeatOutdated();
    Deduplication deduplication = new Deduplication(runner, context, alive());
    if (deduplication.isNeeded()) {
      progress.enter(Phase.DEDUPE);
      leaveOut(deduplication);
    }
  }

  /**
   * Of an object that cannot be read any more, another one may have the events that were left out
   * for it: then all is compared anew. Each time there is an object less.
   */
  private void leaveOut(Deduplication deduplication) {
    while (true) {
      int objects = deduplication.objects();
      List<IngestTask> without = deduplication.takeDuplicates();
      if (without.isEmpty()) {
        return;
      }
      runAgain(without);
      repeatOutdated();
      if (deduplication.objects() == objects) {
        return;
      }
      runAgain(deduplication.takeShortened());
      repeatOutdated();
    }
  }

  /** Reads everything and changes nothing. */
  void preview() {
    firstRound();
  }

  private void firstRound() {
    progress.enter(Phase.READ);
    List<IngestTask> tasks =
        tables.values().stream().flatMap(table -> table.tasks().stream()).toList();
    run("first round", TaskBundle.of(tasks, mixed.all()), TableWork::first);
  }

  private interface How {
    Destination destination(TableWork table, RoundSettings round);
  }

  private void runAgain(List<IngestTask> tasks) {
    runAgain(tasks, TableWork::decided);
  }

  private void runAgain(List<IngestTask> tasks, How how) {
    round++;
    run("round " + round, TaskBundle.of(tasks, mixed.takeWith(tasks)), how);
  }

  private void run(String name, List<TaskBundle> bundles, How how) {
    submit(name, bundles, how);
    checkLimits();
    List<IngestTask> without =
        alive().stream().flatMap(table -> table.takeIncomplete().stream()).toList();
    if (!without.isEmpty()) {
      runAgain(without, how);
    }
  }

  private void submit(String name, List<TaskBundle> bundles, How how) {
    RoundSettings settings = context.round(round);
    Map<TableName, Destination> destinations = new HashMap<>();
    bundles.stream()
        .flatMap(bundle -> bundle.tasks().stream())
        .forEach(
            task ->
                destinations.computeIfAbsent(
                    task.table(), table -> how.destination(work(table), settings)));
    Shipment shipment =
        new Shipment(
            settings, destinations, SerializableTableWithSize.copyOf(context.quarantine()));
    for (BundleReport report : runner.run(context.batch(), name, shipment, bundles, progress)) {
      report.tasks().forEach(task -> work(task.task().table()).add(task));
      mixed.add(report);
      batch.hasRead(reading(report));
    }
  }

  private Reading reading(BundleReport report) {
    boolean first = round == 1;
    return new Reading(
        first ? 1 : 0,
        first ? 0 : 1,
        report.bundle().bytes(),
        report.bytesInflated(),
        first ? report.controlMessages() : 0);
  }

  private TableWork work(TableName table) {
    TableWork work = tables.get(table);
    if (work == null) {
      throw new IllegalStateException("The batch has no table " + table);
    }
    return work;
  }

  private void checkLimits() {
    List<RefusedObject> bad =
        Stream.of(
                context.badBefore().stream(),
                mixed.refused().stream(),
                tables.values().stream().flatMap(table -> table.refused().stream()))
            .flatMap(objects -> objects)
            .filter(object -> object.kind() == Kind.QUARANTINED)
            .toList();
    int allowed = context.limits().maxBadObjects();
    if (bad.size() > allowed) {
      throw new TooManyBadObjectsException(bad, allowed);
    }
  }

  private void repeatOutdated() {
    for (int changes = 0; ; changes++) {
      List<IngestTask> again = new ArrayList<>();
      alive().forEach(table -> table.attempt(work -> again.addAll(work.takeOutdated())));
      if (again.isEmpty()) {
        return;
      }
      if (changes == FOREIGN_CHANGES) {
        throw new LostRaceException(
            "Cannot finish the batch: columns of "
                + again.get(0).table()
                + " keep being dropped (run again)");
      }
      runAgain(again);
    }
  }

  private List<TableWork> alive() {
    return tables.values().stream().filter(TableWork::isAlive).toList();
  }
}
