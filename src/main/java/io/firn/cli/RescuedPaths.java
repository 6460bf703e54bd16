package io.firn.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import io.firn.TableName;
import io.firn.schema.Envelope;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Where a table has values that no column holds.
 *
 * @param paths the most frequent ones, the most frequent first
 * @param cut whether there are more
 */
record RescuedPaths(List<RescuedPath> paths, boolean cut) {
  static final RescuedPaths NONE = new RescuedPaths(List.of(), false);
  static final int MOST = 100;

  private static final String ENTRIES = "array<struct<path: string, why: string>>";
  private static final String POSITION = "/[0-9]+(?=/|$)";

  /**
   * How often a value at the path was rescued for the reason.
   *
   * @param path a JSON Pointer with {@code *} for positions in arrays; null where the column does
   *     not say
   */
  record RescuedPath(@Nullable String path, @Nullable String why, long count) {}

  RescuedPaths {
    paths = List.copyOf(paths);
  }

  /** Scans the one column of the table that names them. */
  static RescuedPaths read(SparkSession spark, TableName table) {
    return of(
        spark
            .table("`" + table.namespace() + "`.`" + table.name() + "`")
            .select(Envelope.LOG_RESCUED.column()));
  }

  /** Counts the entries of one column. */
  static RescuedPaths of(Dataset<Row> rescued) {
    Column json = col(rescued.columns()[0]);
    List<RescuedPath> found =
        rescued
            .where(json.isNotNull())
            .select(explode_outer(from_json(json, ENTRIES, Map.of())).as("entry"))
            .groupBy(
                regexp_replace(col("entry.path"), POSITION, "/*").as("path"),
                col("entry.why").as("why"))
            .agg(count(lit(1)).as("values"))
            .orderBy(col("values").desc(), col("path"), col("why"))
            .limit(MOST + 1)
            .collectAsList()
            .stream()
            .map(row -> new RescuedPath(row.getString(0), row.getString(1), row.getLong(2)))
            .toList();
    return new RescuedPaths(found.stream().limit(MOST).toList(), found.size() > MOST);
  }
}
