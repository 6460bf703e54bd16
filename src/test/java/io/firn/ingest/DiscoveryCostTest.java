package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sample.MakeExportCall;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** To find out a new table's schema costs no second reading of its objects. */
@ExtendWith(SharedSpark.class)
class DiscoveryCostTest {
  private static final double MOST = 1.15;

  @TempDir Path directory;

  @Test
  void aNewTableInflatesLittleMoreThanItsInput(SparkSession spark) throws Exception {
    try (IngestHarness harness = new IngestHarness(directory.toRealPath(), spark)) {
      MakeExportCall.run(
          "--generate",
          "30MB",
          "--files",
          "4",
          "--log-group",
          "/shop/orders",
          "--out",
          harness.landing.toString());
      long input = inflated(harness.landing);

      IngestResult result = harness.ingest("logs.orders");

      assertThat(input).isGreaterThan(30_000_000L);
      assertThat(result.reading().bytesInflated() / (double) input).isBetween(1.0, MOST);
    }
  }

  private static long inflated(Path landing) throws IOException {
    List<Path> objects;
    try (Stream<Path> files = Files.walk(landing)) {
      objects = files.filter(file -> file.toString().endsWith(".gz")).toList();
    }
    long bytes = 0;
    for (Path object : objects) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(object))) {
        bytes += in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return bytes;
  }
}
