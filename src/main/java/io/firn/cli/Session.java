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
  /** What closing a session does. */
  enum End {
    STOPS_SPARK,
    /** Somebody else has it open too. */
    NOTHING
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Stops Spark; its own {@code close} declares an IOException in Spark 4, and none in Spark 3. */
  @Override
  public void close() {
    if (end == End.STOPS_SPARK) {
      spark.stop();
    }
  }
}
