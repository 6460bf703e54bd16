package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the packaged jar on one lake: four at work, and one that is suspended meanwhile. */
@Tag("long")
final class ConcurrentRunsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("firn.seed", 20_261_124);
  private static final Pattern DECIDING = Pattern.compile("firn/ledger/data/[^.].*-committing-.*");
  private static final long LOOK_NANOS = 1_000_000;
  private static final int PROCESSES = 4;
  private static final int OBJECTS = 400;
  private static final int BATCH = 20;
  private static final int LATEST_START_MILLIS = 5000;

  /** The shortest that a config may say, and how long one that was suspended is live at most. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  @TempDir Path temporary;
  private Path directory;
  private Path config;
  private Warehouse warehouse;

  @BeforeEach
  void configure() throws IOException {
    directory = temporary.toRealPath();
    config = directory.resolve("firn.yaml");
    warehouse = new Warehouse(directory.resolve("lake"), TableName.parse("logs.orders"));
    Files.writeString(
        config,
        """
        catalog: {warehouse: lake}
        ingest:
          inputs: [{path: landing, log-group: /shop/orders}]
          batch: {objects: %d}
          lease: %ds
        routes:
          - {log-group: "*", table: logs.orders}
        """
            .formatted(BATCH, LEASE.toSeconds()));
  }

  private NumberedExports exports(int objects, int events) throws IOException {
    return new NumberedExports(directory.resolve("landing"), objects, events).addBatch();
  }

  private FirnProcess ingest() throws IOException {
    return FirnProcess.start("ingest", "--config", config.toString(), "--json");
  }

  @Test
  void fourProcessesShareTheWork() throws Exception {
    NumberedExports exports = exports(OBJECTS, 10);
    List<FirnProcess.Result> results = runAll(new Random(SEED));
    int sharers = 0;
    for (FirnProcess.Result result : results) {
      assertThat(result.exitCode()).as("seed %d: %s", SEED, result.err()).isZero();
      JsonNode batches = JSON.readTree(result.out()).path("batches");
      sharers += batches.isEmpty() ? 0 : 1;
    }
    assertThat(sharers).as("processes that recorded batches, seed %d", SEED).isGreaterThan(1);
    warehouse.assertHoldsExactly(exports);
    warehouse.assertNoLease();
  }

  private List<FirnProcess.Result> runAll(Random random) throws Exception {
    List<FirnProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LATEST_START_MILLIS)).toNanos());
        processes.add(ingest());
      }
      List<FirnProcess.Result> results = new ArrayList<>();
      for (FirnProcess process : processes) {
        results.add(process.await());
      }
      return results;
    } finally {
      for (FirnProcess process : processes) {
        process.close();
      }
    }
  }

  /** Whether it is stopped before its decision or after it, nobody can know; both must end well. */
  @Test
  void aSuspendedProcessIsOvertaken() throws Exception {
    NumberedExports exports = exports(10, 500);
    try (FirnProcess zombie = ingest()) {
      awaitDecision(zombie);
      zombie.signal("STOP");
      LockSupport.parkNanos(LEASE.toNanos());
      FirnProcess.Result next = run();
      assertThat(next.exitCode()).as(next.err()).isZero();
      warehouse.look(
          table -> {
            exports.assertAllIn(table);
            return table;
          });
      zombie.signal("CONT");
      FirnProcess.Result late = zombie.await();
      assertThat(late.exitCode()).as(late.err()).isIn(0, 3);
      if (late.exitCode() != 0) {
        assertThat(late.err()).contains("firn: Cannot ");
      }
    }
    LockSupport.parkNanos(LEASE.toNanos());
    FirnProcess.Result last = run();
    assertThat(last.exitCode()).as(last.err()).isZero();
    warehouse.assertHoldsExactly(exports);
    warehouse.assertNoLease();
  }

  private FirnProcess.Result run() throws Exception {
    try (FirnProcess process = ingest()) {
      return process.await();
    }
  }

  private void awaitDecision(FirnProcess process) throws IOException {
    while (warehouse.files().stream().noneMatch(file -> DECIDING.matcher(file).matches())) {
      assertThat(process.isAlive()).as(process.errSoFar()).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
