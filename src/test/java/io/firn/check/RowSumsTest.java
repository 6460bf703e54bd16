package io.firn.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.SharedSpark;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
final class RowSumsTest {
  private static final Types.StringType STRING = Types.StringType.get();
  private static final Schema SCHEMA =
      new Schema(
          NestedField.optional(1, "name", STRING),
          NestedField.optional(2, "at", Types.TimestampType.withoutZone()),
          NestedField.optional(3, "price", Types.DoubleType.get()),
          NestedField.optional(
              4,
              "items",
              Types.ListType.ofOptional(
                  5, Types.StructType.of(NestedField.optional(6, "sku", STRING)))),
          NestedField.optional(
              7, "labels", Types.MapType.ofOptional(8, 9, STRING, Types.LongType.get())));

  private static final String ROWS =
      """
      SELECT '123456789' AS name,
        timestamp_ntz '1969-12-31 23:59:59.9' AS at,
        1.5D AS price,
        array(named_struct('sku', 'a'), named_struct('sku', CAST(NULL AS string)), NULL) AS items,
        map('k', 7L, 'l', CAST(NULL AS bigint)) AS labels
      UNION ALL SELECT NULL, NULL, NULL, array(), NULL
      """;

  /** CRC-32 of "123456789", the value by which implementations are told apart. */
  private static final long CHECK_VALUE = 0xCBF43926L;

  @Test
  void everyPlaceIsCounted(SparkSession spark) {
    Places places = Places.of(SCHEMA);
    Dataset<Row> rows = spark.sql(ROWS).repartition(2);
    RowSums sums = RowSums.of(rows, places);
    Map<String, Long> present = new TreeMap<>();
    places.all().forEach(place -> present.put(place.path(), sums.present(place)));
    assertThat(sums.rows()).isEqualTo(2);
    assertThat(present)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "name", 1L,
                "at", 1L,
                "price", 1L,
                "items", 2L,
                "items[]", 2L,
                "items[].sku", 1L,
                "labels", 1L,
                "labels{key}", 2L,
                "labels{value}", 1L));
    assertThat(sums.sum(places.columns().get(0))).isEqualTo(CHECK_VALUE);
    assertThat(sums.sum(places.columns().get(3))).as("elements").isEqualTo(3);
    assertThat(sums.sum(places.columns().get(4))).as("entries").isEqualTo(2);
  }

  @Test
  void valuesHaveTheBytesThatTrinoMakes(SparkSession spark) {
    Row row = spark.sql(ROWS).where("name is not null").head();
    assertThat(Kind.TIMESTAMP.bytes(row.get(1))).asString().isEqualTo("1969-12-31 23:59:59.900000");
    assertThat(Kind.FLOATING.bytes(row.get(2))).containsExactly(0x3f, 0xf8, 0, 0, 0, 0, 0, 0);
    assertThat(Kind.PRINTED.bytes(new BigDecimal("12345678901234567890")))
        .asString()
        .isEqualTo("12345678901234567890");
  }
}
