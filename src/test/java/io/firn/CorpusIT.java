package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.CorpusExport;
import io.firn.testing.CorpusRows;
import io.firn.testing.FirnProcess;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real log files through make-export and the packaged jar: every event is put together again from
 * its row and compared with the original, whether the objects came as one batch or as five. The
 * folder of the corpora is in FIRN_CORPORA; the project's samples go the same way without it.
 */
final class CorpusIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCHES = 5;

  /** Processes of a few seconds are faster without the optimising compiler. */
  private static final Map<String, String> SHORT_LIVED =
      Map.of("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1");

  @TempDir Path temporary;

  private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void samples() throws Exception {
    Path root = Path.of(System.getProperty("firn.root", ""), "samples");
    roundTrip(CorpusExport.ofStamped(root, "/samples"));
  }

  @Test
  void applicationJson() throws Exception {
    corpora("app-json");
  }

  @Test
  void cloudTrail() throws Exception {
    corpora("cloudtrail");
  }

  @Test
  void servicesAndContainers() throws Exception {
    corpora("aws-vended", "k8s", "otel");
  }

  @Test
  void text() throws Exception {
    corpora("text", "lambda");
  }

  private void corpora(String... folders) throws Exception {
    String root = System.getenv("FIRN_CORPORA");
    assumeTrue(
        root != null && !root.isEmpty(),
        "FIRN_CORPORA is not set: it names the folder of the log corpora to test with");
    roundTrip(CorpusExport.ofFolders(Path.of(root), List.of(folders), "/corpora/" + folders[0]));
  }

  private void roundTrip(CorpusExport export) throws Exception {
    Path landing = directory.resolve("landing");
    export.write(landing);
    assertThat(export.events()).as("events").isPositive();
    Warehouse once = new Warehouse(directory.resolve("once"), TableName.parse("logs.once"));
    long start = System.nanoTime();
    ingest(export, landing, once, export.objects());
    report(export, "one batch", start);
    once.look(table -> same(export, landing, table));
    inFive(export, landing);
  }

  private void inFive(CorpusExport export, Path landing) throws Exception {
    Path five = directory.resolve("landing-of-five");
    Warehouse warehouse = new Warehouse(directory.resolve("five"), TableName.parse("logs.five"));
    long start = System.nanoTime();
    for (int batch = 0; batch < BATCHES; batch++) {
      int objects = export.move(landing, five, batch, BATCHES);
      ingest(export, five, warehouse, objects);
    }
    report(export, "five batches", start);
    warehouse.look(table -> same(export, five, table));
  }

  private static long same(CorpusExport export, Path landing, Table table) throws IOException {
    CorpusRows.assertSame(export, landing, table);
    return export.events();
  }

  private static void ingest(CorpusExport export, Path landing, Warehouse warehouse, int newObjects)
      throws Exception {
    FirnProcess.Result result =
        FirnProcess.run(
            SHORT_LIVED,
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
