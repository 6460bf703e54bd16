package io.firn.ingest;

import io.firn.ingest.WriteSettings.Purpose;
import io.firn.quarantine.BadRecordFile;
import io.firn.table.BatchFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs one bundle of tasks on an executor. */
final class RunBundle implements Function<TaskBundle, BundleReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shipment> shipment;
  private final Broadcast<SerializableConfiguration> configuration;
  private final int slotsPerExecutor;
  private final LongAccumulator objects;
  private final LongAccumulator bytes;

  RunBundle(
      Broadcast<Shipment> shipment,
      Broadcast<SerializableConfiguration> configuration,
      int slotsPerExecutor,
      LongAccumulator objects,
      LongAccumulator bytes) {
    this.shipment = shipment;
    this.configuration = configuration;
    this.slotsPerExecutor = slotsPerExecutor;
    this.objects = objects;
    this.bytes = bytes;
  }

  @Override
  public BundleReport call(TaskBundle bundle) throws IOException {
    long budget = Runtime.getRuntime().maxMemory() / 4 / slotsPerExecutor;
    return run(
        shipment.value(),
        configuration.value().value(),
        bundle,
        new Attempt(TaskContext.get().taskAttemptId(), budget),
        this::count);
  }

  private void count(ObjectWork object) {
    objects.add(1);
    bytes.add(object.bytes());
  }

  /**
   * One try at a bundle.
   *
   * @param id unique over all attempts at all bundles
   * @param budget heap for open files, in bytes, estimated
   */
  record Attempt(long id, long budget) {}

  /**
   * With decided schemas, objects that turn out damaged are left out and the rest is read again.
   */
  static BundleReport run(
      Shipment shipment,
      Configuration configuration,
      TaskBundle bundle,
      Attempt attempt,
      Consumer<ObjectWork> progress)
      throws IOException {
    ObjectSource source = new ObjectSource(configuration);
    BundleReport report = pass(shipment, source, bundle, attempt).run(progress);
    while (isDecided(shipment, bundle) && !report.isComplete()) {
      TaskBundle rest = report.remaining();
      report = pass(shipment, source, rest, attempt).run(object -> {}).after(report);
    }
    return report;
  }

  private static boolean isDecided(Shipment shipment, TaskBundle bundle) {
    return shipment.round().purpose() != Purpose.PREVIEW
        && bundle.tasks().stream().allMatch(task -> shipment.settings(task.table()).isDecided());
  }

  private static BundlePass pass(
      Shipment shipment, ObjectSource source, TaskBundle bundle, Attempt attempt) {
    WriteBudget budget = new WriteBudget(attempt.budget());
    List<TablePass> tables =
        bundle.tasks().stream().map(task -> table(shipment, task, attempt, budget)).toList();
    RoundSettings round = shipment.round();
    return new BundlePass(
        bundle,
        source,
        round.inflate(),
        round.purpose(),
        tables,
        new BadRecordSink(
            badRecords(shipment, bundle, attempt), round.purpose() != Purpose.PREVIEW));
  }

  private static TablePass table(
      Shipment shipment, IngestTask task, Attempt attempt, WriteBudget budget) {
    Table table = shipment.table(task.table());
    WriteSettings settings = shipment.settings(task.table());
    return new TablePass(
        task,
        table,
        settings,
        new PartitionedFiles(table, settings, task.number(), attempt.id(), budget));
  }

  private static BadRecordFile badRecords(Shipment shipment, TaskBundle bundle, Attempt attempt) {
    RoundSettings round = shipment.round();
    Table table = shipment.quarantine();
    String path =
        BatchFiles.path(
            table.location(), round.batch(), bundle.number(), attempt.id(), round.number(), 0);
    return new BadRecordFile(table, path, round.batch(), Instant.ofEpochMilli(round.at()));
  }
}
