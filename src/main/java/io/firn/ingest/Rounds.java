package io.firn.ingest;

import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.SerializableTableWithSize;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Runs the tasks of one round as one Spark job. */
final class Rounds {
  private final JavaSparkContext spark;

  Rounds(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** How many tasks run at once. */
  int slots() {
    return spark.defaultParallelism();
  }

  List<TaskReport> run(Table table, WriteSettings settings, List<IngestTask> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup(
        settings.batch(),
        "firn ingest " + table.name() + ", round " + settings.round() + ", " + settings.batch(),
        true);
    Broadcast<Table> shippedTable = spark.broadcast(SerializableTableWithSize.copyOf(table));
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      return spark
          .parallelize(tasks, tasks.size())
          .map(new RunTask(shippedTable, configuration, settings, slotsPerExecutor()))
          .collect();
    } finally {
      shippedTable.destroy();
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
