package io.firn.testing;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The comparisons of spark-testing-base, without its life cycle (JUnit 4, a session of its own):
 * they look at the two data sets alone.
 */
public final class DatasetComparison {
  private static final JavaDatasetSuiteBase COMPARISONS = new JavaDatasetSuiteBase();

  private DatasetComparison() {}

  /** Fails unless both have the same schema and the same rows in the same order. */
  public static <T> void assertDatasetEquals(Dataset<T> expected, Dataset<T> actual) {
    COMPARISONS.assertDatasetEquals(expected, actual);
  }

  /** Fails unless both have the same schema and the same rows, in any order, each as often. */
  public static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    COMPARISONS.assertDataFrameNoOrderEquals(expected, actual);
  }
}
