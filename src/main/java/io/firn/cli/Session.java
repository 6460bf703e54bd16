package io.firn.cli;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A SparkSession that its owner closes.
 *
 * @param spark what does the work
 */
record Session(SparkSession spark) implements AutoCloseable {
  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Stops Spark; its own {@code close} declares an IOException in Spark 4, and none in Spark 3. */
  @Override
  public void close() {
    spark.stop();
  }
}
