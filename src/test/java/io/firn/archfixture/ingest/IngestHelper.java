package io.firn.archfixture.ingest;

import io.firn.archfixture.parse.CuriousParser;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** A banned name, a mutable static field, and three calls that belong in cli. */
public final class IngestHelper {
  static int runs;

  CuriousParser parser() {
    return new CuriousParser();
  }

  Instant now() {
    return Instant.now();
  }

  SparkSession session() {
    return SparkSession.active();
  }

  void stop() {
    System.exit(1);
  }
}
