package io.firn.ingest;

import static io.firn.ingest.BadInput.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.ingest.BadInput.Accepted;
import io.firn.ingest.BadInput.Event;
import io.firn.ingest.BadInput.Quarantined;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.table.LogTables;
import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of bad inputs, in one run among good ones: nothing is lost, and nothing unaccounted.
 */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String TABLE = "logs.bad";
  private static final int GOOD_EVERY = 10;

  private final List<BadInput> inputs = new ArrayList<>();
  private IngestHarness harness;
  private IngestResult result;
  private LandedInputs landed;

  @BeforeAll
  void ingest(SparkSession spark, @TempDir Path directory) throws Exception {
    harness = new IngestHarness(directory, spark);
    landed = new LandedInputs(harness);
    for (List<BadInput> some : List.of(BadContainers.all(), BadLines.all(), BadMessages.all())) {
      for (BadInput input : some) {
        if (inputs.size() % GOOD_EVERY == 0) {
          add(good(inputs.size()));
        }
        add(input);
      }
    }
    result = harness.ingest(TABLE);
    landed.read(TABLE);
  }

  @AfterAll
  void close() {
    harness.close();
  }

  private void add(BadInput input) throws Exception {
    inputs.add(input);
    landed.land(input);
  }

  private static BadInput good(int number) {
    String[] messages =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"good\":" + (number * 100 + i) + ",\"user\":{\"id\":\"u" + i + "\"}}")
            .toArray(String[]::new);
    return json("good " + number, messages);
  }

  private Stream<Accepted> accepted() {
    return inputs.stream()
        .map(BadInput::outcome)
        .filter(Accepted.class::isInstance)
        .map(Accepted.class::cast);
  }

  private long quarantined() {
    return inputs.stream().filter(input -> input.outcome() instanceof Quarantined).count();
  }

  @Test
  void everyObjectBecomesWhatTheTableSays() throws Exception {
    assertThat(inputs).hasSizeGreaterThan(BadContainers.TRUNCATIONS + 100);
    List<String> differences = new ArrayList<>();
    onDeepStack(
        () -> {
          for (BadInput input : inputs) {
            landed.difference(input).ifPresent(text -> differences.add(input + ": " + text));
          }
        });
    assertThat(differences).as("seed %d", BadContainers.SEED).isEmpty();
  }

  /** The reference that events are compared with reads nested values recursively. */
  private static void onDeepStack(Runnable comparison) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, comparison, "comparison", 256 << 20);
    thread.setUncaughtExceptionHandler((failed, thrown) -> failure.set(thrown));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void theResultAgrees() {
    EventCounts counts = result.counts();
    long events = accepted().mapToLong(object -> object.events().size()).sum();
    long badRecords = accepted().filter(object -> object.badLength() > 0).count();
    assertThat(result.objects()).isEqualTo((int) accepted().count());
    assertThat(counts)
        .isEqualTo(new EventCounts(events, 0, badRecords, landed.rescuedRows(), 0, 0, 0, 0, 0));
    assertThat(result.refused(Kind.QUARANTINED)).isEqualTo(quarantined());
    assertThat(result.refused()).hasSize((int) quarantined());
    assertThat(result.refused())
        .allSatisfy(
            object ->
                assertThat(object.reason())
                    .isEqualTo(landed.quarantineReason(object.object().uri())));
    assertThat(landed.rowCount()).isEqualTo(events);
    assertThat(landed.badRecordCount()).isEqualTo(badRecords);
    assertThat(result.found())
        .isEqualTo(new IngestResult.Found(0, 0, 0, 0, 0, true, List.of(), List.of(), List.of()));
    assertThat(result.reading().bytesRead())
        .isGreaterThanOrEqualTo(inputs.stream().mapToLong(input -> input.object().length).sum());
  }

  @Test
  void aSecondRunFindsEverythingDone() throws Exception {
    IngestResult second = harness.ingest(TABLE);

    assertThat(second.batches()).isEmpty();
    assertThat(second.objects()).isZero();
    assertThat(second.refused()).isEmpty();
    assertThat(second.found())
        .isEqualTo(
            new IngestResult.Found(
                (int) accepted().count(),
                0,
                (int) quarantined(),
                0,
                0,
                true,
                List.of(),
                List.of(),
                List.of()));
    assertThat(harness.rows(TABLE)).hasSize((int) landed.rowCount());
  }

  @Test
  void everyColumnHasANameThatAthenaTakes() {
    Schema schema = harness.table(TABLE).schema();
    assertThat(TypeUtil.indexById(schema.asStruct()).values())
        .extracting(field -> field.name())
        .allMatch(name -> name.matches("[a-z0-9_]{1,255}"));
    assertThat(schema.findField("key_299").type().toString()).isEqualTo("long");
    assertThat(schema.columns()).extracting(field -> field.name()).contains("c_e3b0c4");
  }

  @Test
  void hardValuesAreWhereTheyBelong() {
    assertThat(value("10,000 arrays", 1, "arrays__json")).asString().hasSize(20_000);
    assertThat(value("10,000 objects", 1, "objects")).asString().contains("{\"o\":{\"o\":");
    assertThat(value("38 digits", 1, "thirty_eight")).hasToString("9".repeat(38));
    assertThat(value("lone surrogates", 1, "lone")).isEqualTo("\uFFFD");
    assertThat(value("invalid UTF-8 in values", 1, "broken")).isEqualTo("a\uFFFDb");
    assertThat(value("no message", 1, "log_message")).isEqualTo("");
    assertThat(value("1e999", 1, "log_rescued"))
        .isEqualTo("[{\"path\":\"/huge\",\"value\":1e999,\"why\":\"type\"}]");
    assertThat(value("40 digits", 1, "log_rescued")).asString().contains("7".repeat(40));
    assertThat(value("empty key", 1, "c_e3b0c4__long")).isEqualTo(1L);
    assertThat(value("1 MiB of JSON", 1, "big")).asString().hasSize(1 << 19);
  }

  private Object value(String input, int event, String column) {
    return landed.row(input, event).getField(column);
  }

  @Test
  void anObjectOfNothingButEmptyObjectsMakesATableWithoutColumns(
      SparkSession spark, @TempDir Path directory) throws Exception {
    try (IngestHarness own = new IngestHarness(directory, spark)) {
      LandedInputs only = new LandedInputs(own);
      BadInput braces = json("braces", "{}", "{}");
      only.land(braces);

      assertThat(own.ingest(TABLE).counts().events()).isEqualTo(2);

      only.read(TABLE);
      assertThat(only.difference(braces)).isEmpty();
      assertThat(own.table(TABLE).schema().columns())
          .allMatch(column -> column.name().startsWith("log_"));
    }
  }

  @Test
  void aRunOfNothingButBadObjectsMakesNoTable(SparkSession spark, @TempDir Path directory)
      throws Exception {
    try (IngestHarness own = new IngestHarness(directory, spark)) {
      LandedInputs only = new LandedInputs(own);
      List<BadInput> truncated = BadContainers.truncated().subList(0, 3);
      for (BadInput input : truncated) {
        only.land(input);
      }

      IngestResult refused = own.ingest(TABLE);

      assertThat(refused.refusedEverything()).isTrue();
      assertThat(refused.refused(Kind.QUARANTINED)).isEqualTo(3);
      assertThat(own.catalog.tableExists(LogTables.identifier(TableName.parse(TABLE)))).isFalse();
      assertThat(own.ingest(TABLE).found().quarantined()).isEqualTo(3);
    }
  }

  @Test
  void theDensestEventComesThrough(SparkSession spark, @TempDir Path directory) throws Exception {
    int ones = (16 << 20) / 2 - 6;
    String message = "{\"dense\":[" + "1,".repeat(ones - 1) + "1]}";
    try (IngestHarness own = new IngestHarness(directory, spark)) {
      own.object("dense", BadInput.export(Event.json(message)));
      own.ingest(TABLE);
      Record row = own.rows(TABLE).get(0);
      assertThat(row.getField("log_message")).isNull();
      assertThat((List<?>) row.getField("dense")).hasSize(ones);
    }
  }

  @Test
  void largeEventsDoNotWaitForEachOtherInTheHeap(SparkSession spark, @TempDir Path directory)
      throws Exception {
    try (IngestHarness own = new IngestHarness(directory, spark)) {
      byte[] noise = new byte[12 << 20];
      new Random(BadContainers.SEED).nextBytes(noise);
      Event large = Event.text(Base64.getEncoder().encode(noise));
      own.object("large", BadInput.export(large, large, large, large, large, large, large));

      assertThat(own.ingest(TABLE).counts().events()).isEqualTo(7);

      try (CloseableIterable<FileScanTask> files = own.table(TABLE).newScan().planFiles()) {
        assertThat(files)
            .singleElement()
            .satisfies(file -> assertThat(file.file().splitOffsets()).hasSizeGreaterThan(1));
      }
    }
  }
}
