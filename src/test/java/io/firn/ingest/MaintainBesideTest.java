package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerEvent;
import io.firn.ledger.LedgerRow;
import io.firn.table.Catalogs;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.NumberedExports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest and maintenance side by side, each killed again and again: no event is lost or doubled,
 * and no file is deleted that a snapshot has.
 */
final class MaintainBesideTest {
  private static final long SEED = Long.getLong("firn.seed", 20_261_128);
  private static final int OBJECTS = 6;
  private static final int EVENTS = 20;
  private static final int BATCH = 2;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  @TempDir Path temporary;

  @Test
  void ninetySeconds() throws Exception {
    sideBySide(Duration.ofSeconds(90));
  }

  @Test
  @Tag("long")
  void tenMinutes() throws Exception {
    sideBySide(Duration.parse(System.getenv().getOrDefault("FIRN_SIDE_BY_SIDE", "PT10M")));
  }

  private void sideBySide(Duration time) throws Exception {
    Path directory = temporary.toRealPath();
    NumberedExports exports =
        new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
    SteppedRun run =
        SteppedRun.in(directory, Map.of(CrashLake.ORDERS, Path.of(exports.input())))
            .withBatches(BATCH);
    run.run();
    Kills kills = new Kills(new Random(SEED), run, exports);
    kills.go(time);
    run.run();
    assertThat(kills.ofIngest).as("killed ingests, seed %s", SEED).isPositive();
    assertThat(kills.ofMaintain).as("killed maintenances, seed %s", SEED).isPositive();
    try (ChildRun last = ChildRun.start(MaintainLoop.command(run, 1))) {
      ChildRun.Result result = last.await();
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
    try (OpenCatalog open = Catalogs.open(run.settings(), new Configuration())) {
      for (TableName name : List.of(CrashLake.ORDERS, Ledger.NAME)) {
        Table table = open.catalog().loadTable(LogTables.identifier(name));
        assertThat(table.refs().keySet()).containsExactly("main");
        assertAllOpen(table);
        assertThat(table.snapshots())
            .as("snapshots of %s, seed %s", name, SEED)
            .anyMatch(snapshot -> DataOperations.REPLACE.equals(snapshot.operation()));
      }
      exports.assertAllIn(open.catalog().loadTable(LogTables.identifier(CrashLake.ORDERS)));
      Ledger ledger = Ledger.find(open.catalog(), "check", Clock.systemUTC()).orElseThrow();
      assertEachOnce(ledger, exports.objects());
    }
    System.out.printf(
        "side by side: %d objects, %d ingests killed, %d maintenances killed%n",
        exports.objects(), kills.ofIngest, kills.ofMaintain);
  }

  /** Both at once, each until it ends or is killed, then anew; until both were killed at least. */
  private static final class Kills {
    private static final int LONGEST_INGEST_MILLIS = 5000;
    private static final int LONGEST_MAINTAIN_MILLIS = 30_000;
    private static final int MANY = 1000;

    private final Random random;
    private final SteppedRun run;
    private final NumberedExports exports;
    private int ofIngest;
    private int ofMaintain;

    Kills(Random random, SteppedRun run, NumberedExports exports) {
      this.random = random;
      this.run = run;
      this.exports = exports;
    }

    private void go(Duration time) throws Exception {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end || ofIngest == 0) {
        long next = System.nanoTime() + millis(LONGEST_MAINTAIN_MILLIS);
        try (ChildRun maintain = ChildRun.start(MaintainLoop.command(run, MANY))) {
          do {
            ingest();
          } while (System.nanoTime() < Math.min(next, end));
          assertThat(maintain.isAlive()).as("maintenance goes on, seed %s", SEED).isTrue();
        }
        ofMaintain++;
      }
    }

    private long millis(int most) {
      return Duration.ofMillis(random.nextInt(most)).toNanos();
    }

    private void ingest() throws Exception {
      exports.addBatch();
      try (ChildRun child = ChildRun.start(run)) {
        if (random.nextBoolean()) {
          LockSupport.parkNanos(millis(LONGEST_INGEST_MILLIS));
          ofIngest += child.isAlive() ? 1 : 0;
          return;
        }
        ChildRun.Result result = child.await();
        assertThat(result.exitCode()).as("seed %s: %s", SEED, result.err()).isZero();
      }
    }
  }

  /** Every file of every snapshot that is kept is there, and whole at its beginning. */
  private static void assertAllOpen(Table table) throws IOException {
    for (Snapshot snapshot : table.snapshots()) {
      try (CloseableIterable<FileScanTask> tasks =
          table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
        for (FileScanTask task : tasks) {
          var input = table.io().newInputFile(task.file().location());
          assertThat(input.getLength()).isEqualTo(task.file().fileSizeInBytes());
          try (SeekableInputStream stream = input.newStream()) {
            assertThat(stream.readNBytes(PARQUET.length)).isEqualTo(PARQUET);
          }
        }
      }
    }
  }

  private static void assertEachOnce(Ledger ledger, int objects) {
    Map<String, List<BatchId>> ingested = new HashMap<>();
    for (BatchId batch : ledger.batches()) {
      BatchRecord record = ledger.batch(batch);
      assertThat(record.state().orElseThrow()).isIn(LedgerEvent.INGESTED, LedgerEvent.ABANDONED);
      record.rows().stream()
          .map(written -> written.row())
          .filter(row -> row.event() == LedgerEvent.INGESTED && row.isInput())
          .forEach(row -> ingested.computeIfAbsent(name(row), k -> new ArrayList<>()).add(batch));
    }
    assertThat(ingested.values()).allMatch(batches -> batches.size() == 1);
    assertThat(ingested).hasSize(objects);
  }

  private static String name(LedgerRow row) {
    return String.valueOf(row.object());
  }
}
