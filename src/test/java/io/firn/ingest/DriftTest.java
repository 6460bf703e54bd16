package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.testing.DriftingEvents;
import io.firn.testing.SharedSpark;
import io.firn.testing.TableBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that drift, batch after batch: what they cost of a table's metadata. */
@ExtendWith(SharedSpark.class)
class DriftTest {
  private static final long SEED = 20_261_125L;
  private static final String TABLE = "logs.drift";
  private static final int BATCHES = 30;
  private static final int FIRST_LEAVES = 880;
  private static final long MOST_METADATA = 5_000_000;

  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final DriftingEvents source = new DriftingEvents(random, FIRST_LEAVES);
  private final Map<String, List<byte[]>> originals = new HashMap<>();

  /** Of a table. */
  private record Written(TableMetadata metadata) {
    static Written of(Table table) {
      return new Written(((BaseTable) table).operations().current());
    }

    int schemas() {
      return metadata.schemas().size();
    }

    long size() throws IOException {
      return Files.size(Path.of(metadata.metadataFileLocation().replaceFirst("^file:(//)?", "")));
    }

    /** Metadata commits since then. */
    int commitsSince(Written before) {
      List<String> files = new ArrayList<>();
      metadata.previousFiles().forEach(entry -> files.add(entry.file()));
      files.add(metadata.metadataFileLocation());
      int then = files.indexOf(before.metadata().metadataFileLocation());
      assertThat(then).as("log of metadata files").isNotNegative();
      return files.size() - 1 - then;
    }
  }

  @Test
  @Tag("long")
  void aBatchThatChangesTheSchemaMakesOneCommitMore(SparkSession spark) throws Exception {
    try (IngestHarness harness = new IngestHarness(directory.toRealPath(), spark)) {
      Written before = add(harness, 0);
      List<Integer> ofData = new ArrayList<>();
      List<Integer> ofChange = new ArrayList<>();
      for (int batch = 1; batch < BATCHES; batch++) {
        boolean drifts = drift(batch);
        Written after = add(harness, batch);
        (drifts ? ofChange : ofData).add(after.commitsSince(before));
        assertThat(after.schemas() - before.schemas())
            .as("seed %d, batch %d: schemas", SEED, batch)
            .isEqualTo(drifts ? 1 : 0);
        before = after;
      }
      assertThat(ofData).as("commits of data").hasSizeGreaterThan(5).containsOnly(ofData.get(0));
      assertThat(ofChange).as("with a change").hasSizeGreaterThan(15);
      assertThat(ofChange).containsOnly(ofData.get(0) + 1);
      assertThat(before.size()).as("metadata.json").isBetween(100_000L, MOST_METADATA);
      holdsAll(harness.table(TABLE));
    }
  }

  /** Two batches of three bring something new. */
  private boolean drift(int batch) {
    if (batch % 3 == 0) {
      return false;
    }
    if (batch % 3 == 1) {
      source.addLeaves(1 + random.nextInt(12));
    } else {
      source.changeType();
    }
    return true;
  }

  private Written add(IngestHarness harness, int batch) throws IOException {
    List<byte[]> messages = source.object();
    String[] texts = messages.stream().map(m -> new String(m, UTF_8)).toArray(String[]::new);
    Path object = harness.export("batch-" + batch, texts);
    originals.put("file://" + object.toRealPath(), messages);
    IngestResult result = harness.ingest(TABLE);
    assertThat(result.counts().events()).isEqualTo(messages.size());
    return Written.of(harness.table(TABLE));
  }

  private void holdsAll(Table table) throws IOException {
    TableBounds.assertWithin(table.schema(), SchemaBounds.DEFAULT, TABLE);
    assertThat(TableBounds.leaves(table.schema())).isBetween(800, 1_000);
    RebuiltRows.assertSame(table, SchemaRules.DEFAULT, originals, "seed " + SEED);
  }
}
