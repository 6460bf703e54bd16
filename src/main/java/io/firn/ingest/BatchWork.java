package io.firn.ingest;

import io.firn.TableName;
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
  private final Map<TableName, TableWork> tables = new LinkedHashMap<>();
  private int round = 1;

  BatchWork(TaskRunner runner, Progress progress, BatchContext context, List<TableWork> tables) {
    this.runner = runner;
    this.progress = progress;
    this.context = context;
    tables.forEach(table -> this.tables.put(table.target().name(), table));
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
    runAgain(alive().stream().flatMap(table -> table.takeUnfit().stream()).toList());
    repeatOutdated();
  }

  /** Reads everything and changes nothing. */
  void preview() {
    firstRound();
  }

  private void firstRound() {
    progress.enter(Phase.READ);
    List<IngestTask> tasks =
        tables.values().stream()
            .flatMap(table -> table.tasks().stream())
            .sorted(IngestTask.LARGEST_FIRST)
            .toList();
    run("first round", tasks, TableWork::first);
  }

  private interface How {
    Destination destination(TableWork table, BatchContext context, int number);
  }

  private void runAgain(List<IngestTask> tasks) {
    runAgain(tasks, TableWork::decided);
  }

  private void runAgain(List<IngestTask> tasks, How how) {
    round++;
    run("round " + round, tasks.stream().sorted(IngestTask.LARGEST_FIRST).toList(), how);
  }

  private void run(String name, List<IngestTask> tasks, How how) {
    submit(name, tasks, how);
    checkLimits();
    List<IngestTask> without =
        alive().stream().flatMap(table -> table.takeIncomplete().stream()).toList();
    if (!without.isEmpty()) {
      runAgain(without, how);
    }
  }

  private void submit(String name, List<IngestTask> tasks, How how) {
    Map<TableName, Destination> destinations = new HashMap<>();
    tasks.forEach(
        task ->
            destinations.computeIfAbsent(
                task.table(), table -> how.destination(work(table), context, round)));
    Shipment shipment =
        new Shipment(
            destinations, SerializableTableWithSize.copyOf(context.quarantine()), context.at());
    for (TaskReport report : runner.run(context.batch(), name, shipment, tasks, progress)) {
      work(report.task().table()).add(report);
    }
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
        Stream.concat(
                context.badBefore().stream(),
                tables.values().stream().flatMap(table -> table.refused().stream()))
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
