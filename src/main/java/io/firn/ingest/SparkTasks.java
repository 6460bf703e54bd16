package io.firn.ingest;

import io.firn.BatchId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs each round as one Spark job, whose group is the batch. */
final class SparkTasks implements TaskRunner {
  private final JavaSparkContext spark;

  SparkTasks(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public int slots() {
    return spark.defaultParallelism();
  }

  @Override
  public Configuration configuration() {
    return spark.hadoopConfiguration();
  }

  @Override
  public void cancel(BatchId batch) {
    spark.cancelJobGroup(batch.id());
  }

  @Override
  public List<TaskReport> run(
      BatchId batch, String name, Shipment content, List<IngestTask> tasks, Progress progress) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup(batch.id(), "firn ingest, " + name + ", batch " + batch, true);
    Broadcast<Shipment> shipment = spark.broadcast(content);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    LongAccumulator objects = spark.sc().longAccumulator("firn objects read");
    LongAccumulator bytes = spark.sc().longAccumulator("firn bytes read");
    progress.expect(tasks, () -> objects.value(), () -> bytes.value());
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

  /** In local mode the driver is the one executor, with all slots. */
  private int slotsPerExecutor() {
    boolean local = spark.isLocal();
    return Math.max(1, local ? slots() : spark.getConf().getInt("spark.executor.cores", 1));
  }
}
