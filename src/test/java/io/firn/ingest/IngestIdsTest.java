package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.ObjectFormat;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.MixedLake.Sent;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ledger.LedgerEvent;
import io.firn.ledger.LedgerRow;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.table.LogTables;
import io.firn.testing.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On routes that dedupe by id, an event counts once however often it is delivered. */
final class IngestIdsTest {
  private static final String TABLE = "logs.a";

  @TempDir private Path directory;
  private MixedLake lake;

  @BeforeEach
  void open() throws IOException {
    lake = new MixedLake(directory);
    lake.route("/a", TABLE, EventPolicy.PLAIN.with(Dedupe.ID));
    lake.route("/b", "logs.b");
  }

  /** One event every few hours. */
  private static Sent event(long id) {
    return new Sent(
        id,
        MixedLake.START.plus(Duration.ofMinutes(217 * (id % 40))).toEpochMilli(),
        "{\"n\":" + id + "}");
  }

  private String message(String group, long... ids) {
    return lake.message(group, "s", LongStream.of(ids).mapToObj(IngestIdsTest::event).toList());
  }

  /** The numbers of a table's events, sorted. */
  private List<Long> numbers(String table) {
    List<Long> numbers = new ArrayList<>();
    lake.read(table, row -> numbers.add((Long) row.getField("n")));
    Collections.sort(numbers);
    return numbers;
  }

  @Test
  void anIdCountsOnceInABatchAndTheSmallestPlaceStays() throws IOException {
    lake.object("2", message("/a", 1, 2, 3), message("/a", 3, 4));
    lake.object("1", message("/a", 3, 5));
    lake.object("3", message("/a", 1, 2, 3, 4, 5), message("/b", 6, 6));

    IngestResult result = lake.run();
    assertThat(result.counts().events()).isEqualTo(7);
    assertThat(result.counts().duplicates()).isEqualTo(7);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(numbers("logs.b")).containsExactly(6L, 6L);
    List<String> places = new ArrayList<>();
    lake.read(
        TABLE,
        row -> {
          String object = (String) row.getField("log_object");
          places.add(
              row.getField("n")
                  + " "
                  + object.substring(object.length() - 1)
                  + " "
                  + row.getField("log_position"));
        });
    assertThat(places).containsExactlyInAnyOrder("1 2 1", "2 2 2", "3 1 1", "4 2 5", "5 1 2");
    assertThat(remarks(result))
        .containsExactlyInAnyOrder(null, null, "left out 2 duplicates", "left out 5 duplicates");
    assertThat(lake.run().batches()).isEmpty();
  }

  /** Of shares that were taken in. */
  private List<@Nullable String> remarks(IngestResult result) {
    List<@Nullable String> remarks = new ArrayList<>();
    lake.inLedger(
        ledger ->
            result
                .batches()
                .forEach(
                    batch ->
                        ledger.batch(new BatchId(batch)).rows().stream()
                            .map(written -> written.row())
                            .filter(row -> row.event() == LedgerEvent.INGESTED)
                            .filter(LedgerRow::share)
                            .forEach(row -> remarks.add(row.reason()))));
    return remarks;
  }

  @Test
  void anIdCountsOnceAcrossBatchesAndRuns() throws IOException {
    lake.batches(1);
    lake.object("1", message("/a", 1, 2, 3));
    lake.object("2", message("/a", 2, 3, 4));
    assertThat(lake.run().batches()).hasSize(2);
    lake.object("3", message("/a", 1, 2, 3, 4));
    lake.object("4", message("/a", 5, 5, 1));
    IngestResult result = lake.run();
    assertThat(result.counts().events()).isEqualTo(1);
    assertThat(result.counts().duplicates()).isEqualTo(6);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void anotherAccountMayHaveTheSameIdAndEventsWithoutOneAllStay() throws IOException {
    lake.format(ObjectFormat.AUTO);
    lake.fallback("/a");
    String line = "2026-01-01T12:00:00.000Z {\"n\":7}\n";
    lake.object("export", (line + line).getBytes(UTF_8));
    lake.object("mine", message("/a", 1));
    lake.object("other", message("/a", 1).replace(MixedLake.ACCOUNT, "999999999999"));
    lake.run();
    assertThat(numbers(TABLE)).containsExactly(1L, 1L, 7L, 7L);
  }

  @Test
  void whatWasDeletedFromTheTableIsNotThere() throws IOException {
    lake.object("1", message("/a", 1));
    lake.run();
    lake.object("2", message("/a", 40, 2));
    lake.run();
    lake.inCatalog(IngestIdsTest::deleteTheEventThatIsAlone);
    assertThat(numbers(TABLE)).containsExactly(2L, 40L);
    lake.object("3", message("/a", 1, 2, 40));
    assertThat(lake.run().counts().duplicates()).isEqualTo(2);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L, 40L);
  }

  private static void deleteTheEventThatIsAlone(Catalog catalog) {
    Table table = catalog.loadTable(LogTables.identifier(TableName.parse(TABLE)));
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.file().recordCount() == 1) {
          table.newRowDelta().addDeletes(delete(table, task)).commit();
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("No file with one event");
  }

  private static DeleteFile delete(Table table, FileScanTask task) throws IOException {
    PositionDeleteWriter<Void> writer =
        Parquet.writeDeletes(table.io().newOutputFile(task.file().location() + ".deletes"))
            .withSpec(table.spec())
            .withPartition(task.file().partition())
            .createWriterFunc(GenericParquetWriter::create)
            .buildPositionWriter();
    try (PositionDeleteWriter<Void> open = writer) {
      open.write(PositionDelete.<Void>create().set(task.file().location(), 0));
    }
    return writer.toDeleteFile();
  }

  @Test
  void oneBatchAtATimeIsAtWorkOnSuchATable() throws IOException {
    lake.object("1", message("/a", 1, 2), message("/b", 8));
    AtomicReference<IngestResult> meanwhile = new AtomicReference<>();
    Faults faults =
        new Faults()
            .before(
                step -> {
                  if (step.equals("first round") && meanwhile.get() == null) {
                    meanwhile.set(another());
                  }
                });
    IngestResult first = lake.run(faults, OnQuarantined.SKIP);

    assertThat(meanwhile.get().found().held()).isEqualTo(2);
    assertThat(meanwhile.get().batches()).hasSize(1);
    assertThat(first.batches()).hasSize(1);
    assertThat(numbers("logs.b")).containsExactly(8L, 9L);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L);
    assertThat(lake.run().counts().duplicates()).isEqualTo(1);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L, 3L);
  }

  /** What the other run does not wait with has no part for the table. */
  private IngestResult another() {
    try {
      lake.object("2", message("/a", 2, 3), message("/b", 9));
      lake.object("3", message("/b", 9));
      return lake.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fourRunsAtOnceGiveEachEventOnce() throws Exception {
    lake.object("0", message("/a", 0));
    lake.run();
    lake.batches(2);
    for (int object = 1; object <= 12; object++) {
      lake.object("o" + object, message("/a", object, object + 1, object + 2));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(threads.submit(this::runUntilAllIsThere));
      }
      int batches = 0;
      for (Future<Integer> run : runs) {
        batches += run.get();
      }
      assertThat(batches).isGreaterThanOrEqualTo(6);
    } finally {
      threads.shutdownNow();
    }
    assertThat(numbers(TABLE)).isEqualTo(LongStream.rangeClosed(0, 14).boxed().toList());
  }

  /** How many batches it took in. */
  private int runUntilAllIsThere() throws IOException {
    int batches = 0;
    for (int run = 0; run < 200; run++) {
      IngestResult result = lake.run();
      batches += result.batches().size();
      if (result.found().present() == 13) {
        return batches;
      }
    }
    throw new AssertionError("Objects are left after 200 runs");
  }

  @Test
  void aRunThatIsOvertakenBeforeItsClaimSeesWhatTheOtherBrought() throws IOException {
    lake.object("0", message("/a", 0));
    lake.run();
    lake.object("1", message("/a", 1, 2));
    AtomicReference<IngestResult> meanwhile = new AtomicReference<>();
    Faults faults =
        new Faults()
            .after(
                step -> {
                  if (step.equals("survey") && meanwhile.get() == null) {
                    meanwhile.set(another());
                  }
                });
    IngestResult first = lake.run(faults, OnQuarantined.SKIP);
    assertThat(meanwhile.get().counts().events()).isEqualTo(5);
    assertThat(first.counts().events()).isZero();
    assertThat(numbers(TABLE)).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void whatWasLeftOutForAnObjectThatIsGoneComesInAllTheSame() throws IOException {
    lake.object("0", message("/a", 1));
    lake.run();
    Path gone = lake.object("1", message("/a", 1, 2));
    lake.object("2", message("/a", 2, 3));
    Faults faults =
        new Faults()
            .before(
                step -> {
                  if (step.equals("round 2")) {
                    delete(gone);
                  }
                });
    IngestResult result = lake.run(faults, OnQuarantined.SKIP);
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.CHANGED);
    assertThat(numbers(TABLE)).containsExactly(1L, 2L, 3L);
    assertThat(result.counts().duplicates()).isZero();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void deliveriesThatOverlapAnyhowAndRunsThatAreKilledAnywhereGiveEachEventOnce()
      throws IOException {
    long seed = Long.getLong("firn.seed", 20_261_128);
    Random random = new Random(seed);
    lake.batches(3);
    List<Long> truth = new ArrayList<>();
    int crashes = 0;
    for (int round = 0; round < 3; round++) {
      for (int object = 0; object < 4; object++) {
        int different = 40 + 20 * object;
        long[] ids =
            IntStream.range(0, 1 + random.nextInt(12))
                .mapToLong(i -> random.nextInt(different))
                .toArray();
        LongStream.of(ids).filter(id -> !truth.contains(id)).distinct().forEach(truth::add);
        lake.object("o" + random.nextInt(1000) + "-" + round + object, message("/a", ids));
      }
      crashes += runsUntilDone(random);
      Collections.sort(truth);
      assertThat(numbers(TABLE)).as("seed %d, round %d", seed, round).isEqualTo(truth);
    }
    assertThat(crashes).as("seed %d", seed).isGreaterThan(1);
  }

  /** How many were killed. */
  private int runsUntilDone(Random random) throws IOException {
    for (int crashes = 0; ; crashes++) {
      int at = 1 + random.nextInt(250);
      int[] step = {0};
      Faults faults =
          new Faults()
              .before(
                  name -> {
                    if (++step[0] == at) {
                      throw new Faults.Crash(name);
                    }
                  });
      try {
        lake.run(faults, OnQuarantined.SKIP);
        return crashes;
      } catch (Faults.Crash e) {
        lake.waitForLeases();
        List<Long> numbers = tableIsThere() ? numbers(TABLE) : List.of();
        assertThat(numbers).doesNotHaveDuplicates();
      }
    }
  }

  private boolean tableIsThere() {
    boolean[] there = {false};
    lake.inCatalog(
        catalog -> there[0] = catalog.tableExists(LogTables.identifier(TableName.parse(TABLE))));
    return there[0];
  }
}
