package io.firn.ingest;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs the tasks of one round, of all tables, as one Spark job. */
final class Rounds {
  private final JavaSparkContext spark;
  private final Progress progress;

  Rounds(JavaSparkContext spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /** How many tasks run at once. */
  int slots() {
    return spark.defaultParallelism();
  }

  /**
   * The reports of all tasks.
   *
   * @param name of the round, for Spark's own displays
   */
  List<TaskReport> run(String batch, String name, Shipment content, List<IngestTask> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup(batch, "firn ingest, " + name + ", batch " + batch, true);
    Broadcast<Shipment> shipment = spark.broadcast(content);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    LongAccumulator objects = spark.sc().longAccumulator("firn objects read");
    LongAccumulator bytes = spark.sc().longAccumulator("firn bytes read");
    expect(tasks, objects, bytes);
    try {
      return spark
          .parallelize(tasks, tasks.size())
          .map(new RunTask(shipment, configuration, slotsPerExecutor(), objects, bytes))
          .collect();
    } finally {
      shipment.destroy();
      configuration.destroy();
      spark.clearJobGroup();
    }
  }

  private void expect(List<IngestTask> tasks, LongAccumulator objects, LongAccumulator bytes) {
    progress.expect(
        tasks.stream().mapToLong(task -> task.objects().size()).sum(),
        tasks.stream().mapToLong(IngestTask::bytes).sum(),
        () -> objects.value(),
        () -> bytes.value());
  }

  /** In local mode the driver is the one executor, with all slots. */
  private int slotsPerExecutor() {
    boolean local = spark.isLocal();
    return Math.max(1, local ? slots() : spark.getConf().getInt("spark.executor.cores", 1));
  }
}
