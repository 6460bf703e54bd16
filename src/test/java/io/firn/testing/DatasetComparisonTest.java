package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
final class DatasetComparisonTest {
  private static Dataset<String> strings(SparkSession spark, String... values) {
    return spark.createDataset(List.of(values), Encoders.STRING());
  }

  private static Dataset<Row> rows(SparkSession spark, String values) {
    return spark.sql("select * from values " + values + " as t(id, name)");
  }

  @Test
  void everyTestGetsTheSameSession(SparkSession first, SparkSession second) {
    assertThat(first).isSameAs(second);
    assertThat(first.sparkContext().master()).isEqualTo("local[2]");
  }

  @Test
  void equalDatasetsAreEqual(SparkSession spark) {
    DatasetComparison.assertDatasetEquals(strings(spark, "a", "b"), strings(spark, "a", "b"));
  }

  @Test
  void otherValuesOrderOrNumberAreNotEqual(SparkSession spark) {
    Dataset<String> expected = strings(spark, "a", "b");
    for (Dataset<String> actual :
        List.of(strings(spark, "a", "c"), strings(spark, "b", "a"), strings(spark, "a"))) {
      assertThatThrownBy(() -> DatasetComparison.assertDatasetEquals(expected, actual))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void rowsAreComparedInAnyOrder(SparkSession spark) {
    DatasetComparison.assertSameRows(
        rows(spark, "(1, 'a'), (2, null), (2, null)"),
        rows(spark, "(2, null), (1, 'a'), (2, null)"));
  }

  @Test
  void otherRowsCountsOrTypesDiffer(SparkSession spark) {
    Dataset<Row> expected = rows(spark, "(1, 'a'), (2, 'b'), (2, 'b')");
    for (String actual :
        List.of(
            "(1, 'a'), (2, 'b'), (2, 'c')",
            "(1, 'a'), (2, 'b')",
            "(1, 'a'), (1, 'a'), (2, 'b')",
            "(1L, 'a'), (2L, 'b'), (2L, 'b')")) {
      assertThatThrownBy(() -> DatasetComparison.assertSameRows(expected, rows(spark, actual)))
          .as(actual)
          .isInstanceOf(AssertionError.class);
    }
  }
}
