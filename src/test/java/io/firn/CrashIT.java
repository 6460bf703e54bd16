package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.FirnProcess;
import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole process wherever it is; one more run then leaves all events there, once. It waits
 * for nobody's lease: that the holder is gone is known.
 */
final class CrashIT {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final long SEED = Long.getLong("firn.seed", 20_261_124);
  private static final int OBJECTS = 12;

  /** About 2.5 MB. */
  private static final int EVENTS = 10_000;

  private static final int FEW_EVENTS = 500;
  private static final long LOOK_NANOS = 1_000_000;

  /** Files that appear on the way of a batch, in this order. */
  private static final List<String> WAYMARKS =
      List.of(
          "firn/ledger/data/[^.].*-claimed-.*",
          "logs/orders/data/.*-r1-.*parquet",
          "logs/orders/data/.*-r2-.*parquet",
          "logs/orders/metadata/snap-.*",
          "firn/ledger/data/[^.].*-committing-.*",
          "firn/ledger/data/[^.].*-ingested-.*");

  @TempDir Path directory;

  private final Random random = new Random(SEED);

  @Test
  void anyOfThreeMoments() throws Exception {
    killAtMoments(3);
  }

  @Test
  @Tag("long")
  void anyOfSixMoments() throws Exception {
    killAtMoments(6);
  }

  /** Even moments meet a new warehouse, odd ones a batch that changes the schema of a grown one. */
  private void killAtMoments(int count) throws Exception {
    NumberedExports once = exports("once", EVENTS).addBatch();
    NumberedExports growing = exports("growing", EVENTS).addBatch();
    Warehouse grown = warehouse("grown");
    Duration life = runToTheEnd(growing, grown, "before any crash").elapsed();
    for (int i = 0; i < count; i++) {
      Duration moment = momentOf(i, count, life);
      String what = "killed after " + moment + " of " + life + ", seed " + SEED;
      if (i % 2 == 0) {
        killThenRun(once, warehouse("new-" + i), moment, "new warehouse, " + what);
      } else {
        killThenRun(growing.addBatch(), grown, moment, "grown warehouse, " + what);
      }
    }
  }

  private Duration momentOf(int number, int count, Duration life) {
    return Duration.ofNanos((long) (life.toNanos() * (number + random.nextDouble()) / count));
  }

  private void killThenRun(
      NumberedExports exports, Warehouse warehouse, Duration moment, String what) throws Exception {
    long before = warehouse.rows();
    try (FirnProcess process = ingest(exports, warehouse)) {
      process.killAfter(moment);
    }
    assertThat(warehouse.rows()).as(what).isIn(before, exports.events());
    runToTheEnd(exports, warehouse, what);
  }

  /** Each run is killed beside another waymark, and finds what the one before has left. */
  @Test
  @Tag("long")
  void besideEachFileOnTheWay() throws Exception {
    NumberedExports exports = exports("landing", FEW_EVENTS).addBatch();
    Warehouse warehouse = warehouse("warehouse");
    runToTheEnd(exports, warehouse, "before any crash");
    for (String waymark : WAYMARKS) {
      exports.addBatch();
      try (FirnProcess process = ingest(exports, warehouse)) {
        awaitNewFile(warehouse, Pattern.compile(waymark), process);
        assertThat(process.program()).endsWith("java");
        process.kill();
      }
    }
    runToTheEnd(exports, warehouse, "killed at all waymarks");
  }

  private static void awaitNewFile(Warehouse warehouse, Pattern name, FirnProcess process)
      throws IOException {
    Set<String> before = warehouse.files();
    while (warehouse.files().stream()
        .noneMatch(file -> name.matcher(file).matches() && !before.contains(file))) {
      assertThat(process.isAlive()).as("%s: %s", name, process.errSoFar()).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static FirnProcess.Result runToTheEnd(
      NumberedExports exports, Warehouse warehouse, String what) throws Exception {
    try (FirnProcess process = ingest(exports, warehouse)) {
      FirnProcess.Result result = process.await();
      assertThat(result.exitCode()).as("%s: %s", what, result.err()).isZero();
      try {
        assertThat(result.err()).doesNotContain("held by live lease");
        warehouse.assertHoldsExactly(exports);
        warehouse.assertNoLease();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(what + "\n" + result.out() + result.err(), e);
      }
      return result;
    }
  }

  private static FirnProcess ingest(NumberedExports exports, Warehouse warehouse)
      throws IOException {
    return FirnProcess.start(
        "ingest",
        "--input",
        exports.input(),
        "--table",
        warehouse.table().toString(),
        "--log-group",
        "/shop/orders",
        "--warehouse",
        warehouse.path());
  }

  private NumberedExports exports(String name, int events) throws IOException {
    Path landing = Files.createDirectories(directory.toRealPath().resolve(name));
    return new NumberedExports(landing, OBJECTS, events);
  }

  private Warehouse warehouse(String name) throws IOException {
    return new Warehouse(directory.toRealPath().resolve(name), TABLE);
  }
}
