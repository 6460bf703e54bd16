package io.firn.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.days;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_timestamp;

import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What one would write without Firn, for comparison: every object is read as lines, once to infer
 * the schema of the messages and once to write them. Messages of one line only, no recovery.
 */
public final class PlainSpark {
  private static final int MESSAGE_FROM = 26; // after stamp and space, from 1

  private PlainSpark() {}

  /** Arguments: the folder of the objects, the warehouse folder, and {@code namespace.table}. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("Cannot start: usage is <input> <warehouse> <table>");
    }
    long start = System.nanoTime();
    try (SparkSession spark = session(args[1])) {
      String table = "plain." + args[2];
      write(spark, args[0], table);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT, "rows %d, seconds %.1f%n", spark.table(table).count(), seconds);
    }
  }

  /** The catalog comes with the session, so that only {@code --master} and memory are outside. */
  private static SparkSession session(String warehouse) {
    String catalog = "spark.sql.catalog.plain";
    return SparkSession.builder()
        .appName("plain-spark")
        .config("spark.sql.session.timeZone", "UTC")
        .config(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
        .config(catalog + ".type", "jdbc")
        .config(catalog + ".uri", "jdbc:sqlite:" + warehouse + "/plain.db")
        .config(catalog + ".jdbc.schema-version", "V1")
        .config(catalog + ".warehouse", warehouse)
        .getOrCreate();
  }

  static void write(SparkSession spark, String input, String table) throws Exception {
    Dataset<Row> lines =
        spark
            .read()
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.gz")
            .text(input);
    Column message = col("value").substr(MESSAGE_FROM, Integer.MAX_VALUE);
    StructType schema = spark.read().json(lines.select(message).as(Encoders.STRING())).schema();
    lines
        .select(
            to_timestamp(substring(col("value"), 1, MESSAGE_FROM - 2)).as("log_time"),
            from_json(message, schema).as("fields"))
        .select("log_time", "fields.*")
        .writeTo(table)
        .partitionedBy(days(col("log_time")))
        .createOrReplace();
  }
}
