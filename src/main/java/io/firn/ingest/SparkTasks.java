package io.firn.ingest;

import io.firn.BatchId;
import io.firn.decode.InflateBounds;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchShipment;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs each round as one Spark job, whose group is the batch. */
final class SparkTasks implements TaskRunner {
  private static final int SURVEY_TASKS_PER_SLOT = 4;

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
  public List<BundleReport> run(
      BatchId batch, String name, Shipment content, List<TaskBundle> bundles, Progress progress) {
    if (bundles.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup(batch.id(), "firn ingest, " + name + ", batch " + batch, true);
    Broadcast<Shipment> shipment = spark.broadcast(content);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    LongAccumulator objects = spark.sc().longAccumulator("firn objects read");
    LongAccumulator bytes = spark.sc().longAccumulator("firn bytes read");
    progress.expect(
        bundles.stream().mapToLong(TaskBundle::objects).sum(),
        bundles.stream().mapToLong(TaskBundle::bytes).sum(),
        () -> objects.value(),
        () -> bytes.value());
    try {
      return spark
          .parallelize(bundles, bundles.size())
          .map(new RunBundle(shipment, configuration, slotsPerExecutor(), objects, bytes))
          .collect();
    } finally {
      shipment.destroy();
      configuration.destroy();
      spark.clearJobGroup();
    }
  }

  @Override
  public List<Survey> survey(
      List<SurveyedObject> objects, InflateBounds bounds, Progress progress) {
    if (objects.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup("firn-survey", "firn ingest, survey of mixed objects", true);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    LongAccumulator read = spark.sc().longAccumulator("firn objects surveyed");
    LongAccumulator bytes = spark.sc().longAccumulator("firn bytes surveyed");
    progress.expect(
        objects.size(),
        objects.stream().mapToLong(SurveyedObject::bytes).sum(),
        () -> read.value(),
        () -> bytes.value());
    try {
      return spark
          .parallelize(objects, Math.min(objects.size(), slots() * SURVEY_TASKS_PER_SLOT))
          .map(new RunSurvey(configuration, bounds, read, bytes))
          .collect();
    } finally {
      configuration.destroy();
      spark.clearJobGroup();
    }
  }

  @Override
  public List<FoundDuplicates> search(SearchShipment content, List<DuplicateSearch> searches) {
    if (searches.isEmpty()) {
      return List.of();
    }
    BatchId batch = content.batch();
    spark.setJobGroup(batch.id(), "firn ingest, duplicates, batch " + batch, true);
    Broadcast<SearchShipment> shipped = spark.broadcast(content);
    try {
      return spark.parallelize(searches, searches.size()).map(new RunSearch(shipped)).collect();
    } finally {
      shipped.destroy();
      spark.clearJobGroup();
    }
  }

  /** In local mode the driver is the one executor, with all slots. */
  private int slotsPerExecutor() {
    boolean local = spark.isLocal();
    return Math.max(1, local ? slots() : spark.getConf().getInt("spark.executor.cores", 1));
  }
}
