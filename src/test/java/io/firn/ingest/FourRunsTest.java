package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes on one landing zone share the work, and none does what another one did. */
final class FourRunsTest {
  private static final long SEED = Long.getLong("firn.seed", 20_261_124);
  private static final int PROCESSES = 4;
  private static final int OBJECTS = 400;
  private static final int FEWER_OBJECTS = 200;
  private static final int EVENTS = 5;
  private static final int BATCH = 20;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int LATEST_START_MILLIS = 1500;

  @TempDir Path temporary;

  @Test
  void fourProcesses() throws Exception {
    shareTheWork(1, FEWER_OBJECTS);
  }

  @Test
  @Tag("long")
  void fourProcessesAndMoreWork() throws Exception {
    shareTheWork(2, OBJECTS);
  }

  private void shareTheWork(int round, int objects) throws Exception {
    Path directory = temporary.toRealPath();
    NumberedExports exports =
        new NumberedExports(directory.resolve("landing"), objects, EVENTS).addBatch();
    SteppedRun run =
        SteppedRun.in(directory, Map.of(CrashLake.ORDERS, Path.of(exports.input())))
            .withLease(LEASE)
            .withBatches(BATCH);
    String what = "round " + round + ", seed " + SEED;
    List<ChildRun.Result> results = runAll(run, new Random(SEED + round));
    assertThat(results)
        .as(what)
        .allSatisfy(result -> assertThat(result.exitCode()).as(result.err()).isZero());
    assertThat(results.stream().filter(result -> result.recorded() > 0).count())
        .as("processes that recorded batches, %s", what)
        .isGreaterThan(1);
    assertThat(results.stream().mapToInt(ChildRun.Result::recorded).sum())
        .as("batches, %s", what)
        .isGreaterThanOrEqualTo(objects / BATCH);
    check(run, exports, what);
  }

  /** The first begins with a new table; the others come when they come. */
  private static List<ChildRun.Result> runAll(SteppedRun run, Random random)
      throws IOException, InterruptedException {
    ChildJava.command();
    List<ChildRun> children = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LATEST_START_MILLIS)).toNanos());
        children.add(ChildRun.start(run));
      }
      List<ChildRun.Result> results = new ArrayList<>();
      for (ChildRun child : children) {
        results.add(child.await());
      }
      return results;
    } finally {
      for (ChildRun child : children) {
        child.close();
      }
    }
  }

  private static void check(SteppedRun run, NumberedExports exports, String what)
      throws IOException {
    try {
      new Warehouse(run.warehouse(), CrashLake.ORDERS).assertHoldsExactly(exports);
      new SoundLake(run).assertSound(0, exports.objects());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }
}
