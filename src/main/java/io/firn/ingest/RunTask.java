package io.firn.ingest;

import io.firn.BatchId;
import io.firn.quarantine.BadRecordFile;
import io.firn.table.BatchFiles;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs one task on an executor. */
final class RunTask implements Function<IngestTask, TaskReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shipment> shipment;
  private final Broadcast<SerializableConfiguration> configuration;
  private final int slotsPerExecutor;
  private final LongAccumulator objects;
  private final LongAccumulator bytes;

  RunTask(
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
  public TaskReport call(IngestTask task) throws IOException {
    long budget = Runtime.getRuntime().maxMemory() / 4 / slotsPerExecutor;
    return run(
        shipment.value(),
        configuration.value().value(),
        task,
        new Attempt(TaskContext.get().taskAttemptId(), budget),
        this::count);
  }

  private void count(PlannedObject object) {
    objects.add(1);
    bytes.add(object.bytes());
  }

  /**
   * One try at a task.
   *
   * @param id unique over all attempts at all tasks
   * @param budget heap for open files, in bytes, estimated
   */
  record Attempt(long id, long budget) {}

  /**
   * With a decided schema, objects that turn out damaged are left out and the rest is read again.
   */
  static TaskReport run(
      Shipment shipment,
      Configuration configuration,
      IngestTask task,
      Attempt attempt,
      Consumer<PlannedObject> progress)
      throws IOException {
    ObjectSource source = new ObjectSource(configuration);
    TaskReport report = pass(shipment, source, task, attempt).run(task, progress);
    while (shipment.settings(task.table()).isDecided() && !report.complete()) {
      IngestTask rest = report.remaining();
      report = pass(shipment, source, rest, attempt).run(rest, object -> {}).after(report);
    }
    return report;
  }

  private static TaskPass pass(
      Shipment shipment, ObjectSource source, IngestTask task, Attempt attempt) {
    Table table = shipment.table(task.table());
    WriteSettings settings = shipment.settings(task.table());
    return new TaskPass(
        table,
        settings,
        source,
        new PartitionedFiles(table, settings, task.number(), attempt.id(), attempt.budget()),
        badRecords(shipment, settings, task, attempt));
  }

  private static BadRecordFile badRecords(
      Shipment shipment, WriteSettings settings, IngestTask task, Attempt attempt) {
    BatchId batch = new BatchId(settings.batch());
    Table table = shipment.quarantine();
    String path =
        BatchFiles.path(table.location(), batch, task.number(), attempt.id(), settings.round(), 0);
    return new BadRecordFile(table, path, batch, shipment.at());
  }
}
