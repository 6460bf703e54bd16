package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaRules;
import io.firn.testing.RandomEvents;
import io.firn.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Random messages, through the whole job into a real table and back. */
@ExtendWith(SharedSpark.class)
class IngestPropertyTest {
  private static final long SEED = 20_261_124L;
  private static final int BATCHES = 5;
  private static final int OBJECTS = 10;
  private static final int EVENTS = 200;

  @TempDir Path directory;

  @Test
  void everyRandomEventComesBack(SparkSession spark) throws Exception {
    RandomEvents random = new RandomEvents(new Random(SEED));
    Map<String, List<byte[]>> originals = new HashMap<>();
    try (IngestHarness harness = new IngestHarness(directory, spark)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        for (int object = 0; object < OBJECTS; object++) {
          List<byte[]> events = random.batch(EVENTS);
          Path file = harness.object("b" + batch + "-" + object, export(events));
          originals.put("file://" + file.toRealPath(), events);
        }
        IngestResult result = harness.ingest("logs.random");
        assertThat(result.refused()).as("seed %d", SEED).isEmpty();
        assertThat(result.counts().events()).isEqualTo(OBJECTS * EVENTS);
      }
      RebuiltRows.assertSame(
          harness.table("logs.random"), SchemaRules.DEFAULT, originals, "seed " + SEED);
    }
  }

  private static byte[] export(List<byte[]> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] event : events) {
      bytes.writeBytes("2026-01-01T00:00:00.000Z ".getBytes(UTF_8));
      bytes.writeBytes(event);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }
}
