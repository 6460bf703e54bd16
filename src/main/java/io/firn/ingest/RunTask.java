package io.firn.ingest;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Runs one task on an executor. */
final class RunTask implements Function<IngestTask, TaskReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Table> table;
  private final Broadcast<SerializableConfiguration> configuration;
  private final WriteSettings settings;
  private final int slotsPerExecutor;

  RunTask(
      Broadcast<Table> table,
      Broadcast<SerializableConfiguration> configuration,
      WriteSettings settings,
      int slotsPerExecutor) {
    this.table = table;
    this.configuration = configuration;
    this.settings = settings;
    this.slotsPerExecutor = slotsPerExecutor;
  }

  @Override
  public TaskReport call(IngestTask task) throws IOException {
    long budget = Runtime.getRuntime().maxMemory() / 4 / slotsPerExecutor;
    return run(
        table.value(),
        configuration.value().value(),
        settings,
        task,
        TaskContext.get().taskAttemptId(),
        budget);
  }

  /**
   * With a decided schema, objects that turn out damaged are left out and the rest is read again.
   */
  static TaskReport run(
      Table table,
      Configuration configuration,
      WriteSettings settings,
      IngestTask task,
      long attempt,
      long budget)
      throws IOException {
    ObjectSource source = new ObjectSource(configuration);
    PartitionedFiles files = new PartitionedFiles(table, settings, task.number(), attempt, budget);
    TaskReport report = new TaskPass(table, settings, source, files).run(task);
    while (settings.phase() == WriteSettings.Phase.DECIDED && !report.complete()) {
      PartitionedFiles again =
          new PartitionedFiles(table, settings, task.number(), attempt, budget);
      TaskReport rest = new TaskPass(table, settings, source, again).run(report.remaining());
      report = rest.after(report);
    }
    return report;
  }
}
