package io.firn.cli;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A SparkSession for as long as somebody needs it. Whoever opened the first one stops Spark: on a
 * cluster there is no second time.
 *
 * @param spark what does the work
 * @param end what closing does to it
 */
record Session(SparkSession spark, End end) implements AutoCloseable {
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  /** What closing a session does. */
  enum End {
    STOPS_SPARK,
    /** Somebody else has it open too. */
    NOTHING
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /**
   * Another session beside it, for Iceberg's actions. They know their tables, and clone their
   * session for each rewrite; a clone whose default catalog is the lake's opens that anew, and
   * never closes it. The 200 partitions that Spark has for a shuffle are for clusters.
   */
  SparkSession ofActions() {
    SparkSession actions = spark.newSession();
    actions.conf().set("spark.sql.defaultCatalog", "spark_catalog");
    if (context().isLocal() && !context().getConf().contains(PARTITIONS)) {
      actions.conf().set(PARTITIONS, 2L * context().defaultParallelism());
    }
    return actions;
  }

  /** Stops Spark; its own {@code close} declares an IOException in Spark 4, and none in Spark 3. */
  @Override
  public void close() {
    if (end == End.STOPS_SPARK) {
      spark.stop();
    }
  }
}
