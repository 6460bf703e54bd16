package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.LogGroup;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import io.firn.policy.SchemaBounds;
import io.firn.testing.CorpusExport;
import io.firn.testing.CorpusRows;
import io.firn.testing.FirnProcess;
import io.firn.testing.SharedSpark;
import io.firn.testing.TableBounds;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real log files through make-export: every event is put together again from its row and compared
 * with the original, whether the objects came as one batch or as five, the last ones first. One
 * batch goes through the packaged jar; the five run in this process, by the same job on the tests'
 * Spark. The folder of the corpora is in FIRN_CORPORA; the project's samples go the same way
 * without it.
 */
@ExtendWith(SharedSpark.class)
final class CorpusIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCHES = 5;

  @TempDir Path temporary;

  private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void samples(SparkSession spark) throws Exception {
    Path root = Path.of(System.getProperty("firn.root", ""), "samples");
    roundTrip(spark, CorpusExport.ofStamped(root, "/samples"));
  }

  @Test
  void applicationJson(SparkSession spark) throws Exception {
    corpora(spark, "app-json");
  }

  @Test
  void cloudTrail(SparkSession spark) throws Exception {
    corpora(spark, "cloudtrail");
  }

  @Test
  void servicesAndContainers(SparkSession spark) throws Exception {
    corpora(spark, "aws-vended", "k8s", "otel");
  }

  @Test
  void text(SparkSession spark) throws Exception {
    corpora(spark, "text", "lambda");
  }

  private void corpora(SparkSession spark, String... folders) throws Exception {
    String root = System.getenv("FIRN_CORPORA");
    assumeTrue(
        root != null && !root.isEmpty(),
        "FIRN_CORPORA is not set: it names the folder of the log corpora to test with");
    roundTrip(
        spark, CorpusExport.ofFolders(Path.of(root), List.of(folders), "/corpora/" + folders[0]));
  }

  private void roundTrip(SparkSession spark, CorpusExport export) throws Exception {
    Path landing = directory.resolve("landing");
    export.write(landing);
    assertThat(export.events()).as("events").isPositive();
    Warehouse once = new Warehouse(directory.resolve("once"), TableName.parse("logs.once"));
    long start = System.nanoTime();
    ingest(export, landing, once, export.objects());
    report(export, "one batch", start);
    once.look(table -> same(export, landing, table));
    inBatches(spark, export, landing);
  }

  /** The last objects come first. */
  private void inBatches(SparkSession spark, CorpusExport export, Path from) throws IOException {
    String table = "logs.batches";
    try (IngestHarness harness = new IngestHarness(directory.resolve("batches"), spark)) {
      LogSource source = new LogSource(new LogGroup(export.logGroup()), null, null);
      IngestInput input =
          new IngestInput(
              harness.landing.toString(), source, TableName.parse(table), EventPolicy.PLAIN);
      long start = System.nanoTime();
      for (int batch = BATCHES - 1; batch >= 0; batch--) {
        int objects = export.move(from, harness.landing, batch, BATCHES);
        IngestResult result = harness.run(IngestHarness.request(OnQuarantined.SKIP, input));
        assertThat(result.refused()).as("batch %d", batch).isEmpty();
        assertThat(result.objects()).as("batch %d", batch).isEqualTo(objects);
      }
      report(export, BATCHES + " batches", start);
      same(export, harness.landing, harness.table(table));
    }
  }

  private static long same(CorpusExport export, Path landing, Table table) throws IOException {
    TableBounds.assertWithin(table.schema(), SchemaBounds.DEFAULT, table.name());
    CorpusRows.assertSame(export, landing, table);
    return export.events();
  }

  private static void ingest(CorpusExport export, Path landing, Warehouse warehouse, int newObjects)
      throws Exception {
    FirnProcess.Result result =
        FirnProcess.run(
            "ingest",
            "--json",
            "--input",
            landing.toString(),
            "--table",
            warehouse.table().toString(),
            "--log-group",
            export.logGroup(),
            "--warehouse",
            warehouse.path());
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.get("objects").asInt()).as(result.out()).isEqualTo(newObjects);
  }

  private static void report(CorpusExport export, String how, long start) {
    System.out.printf(
        Locale.ROOT,
        "%s in %s: %d files, %d objects, %d events, %.1f s%n",
        export.logGroup(),
        how,
        export.files(),
        export.objects(),
        export.events(),
        (System.nanoTime() - start) / 1e9);
  }
}
