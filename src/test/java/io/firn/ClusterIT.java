package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.BucketLake;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalS3;
import io.firn.testing.NumberedExports;
import io.firn.testing.SparkCluster;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged jar on a cluster: master, two workers, their executors and the driver are processes,
 * and the executors know of AWS what an instance would tell them, its credentials.
 */
@Tag("long")
final class ClusterIT {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_NANOS = 1_000_000;
  private static final int OBJECTS = 12;
  private static final int EVENTS = 10_000;

  @TempDir Path temporary;
  private Path directory;
  private Warehouse warehouse;
  private LocalS3 s3;
  private SparkCluster cluster;

  @BeforeEach
  void start() throws Exception {
    directory = temporary.toRealPath();
    warehouse = new Warehouse(directory.resolve("lake"), TABLE);
    s3 = LocalS3.start();
    cluster =
        SparkCluster.start(
            FirnProcess.sparkHome(),
            Files.createDirectory(directory.resolve("cluster")),
            Map.of(
                "AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY,
                "AWS_EC2_METADATA_DISABLED", "true"));
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    s3.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void batchesFromABucketIntoAnother(String mode) throws Exception {
    new BucketLake(directory, s3).takeInTwoBatches(command -> succeed(mode, command));
  }

  /** Its tasks go to the other worker. */
  @Test
  void lostWorker() throws Exception {
    NumberedExports exports = exports();
    try (FirnProcess process = submit("client", ingest(exports))) {
      cluster.killWorkerOf(executorAtWork(process));
      FirnProcess.Result result = process.await();
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
    warehouse.assertHoldsExactly(exports);
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void nextRunRecoversWhatALostDriverLeft(String mode) throws Exception {
    NumberedExports exports = exports();
    try (FirnProcess process = submit(mode, ingest(exports))) {
      executorAtWork(process);
      if (mode.equals("client")) {
        process.kill();
      } else {
        cluster.drivers().forEach(ProcessHandle::destroyForcibly);
        process.await();
      }
    }
    assertThat(warehouse.rows()).isZero();
    awaitNoExecutors();
    String out = succeed(mode, ingest(exports));
    assertThat(out).contains("Ingested " + OBJECTS + " objects");
    warehouse.assertHoldsExactly(exports);
  }

  private NumberedExports exports() throws IOException {
    return new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
  }

  private List<String> ingest(NumberedExports exports) {
    List<String> command = new ArrayList<>(List.of("ingest", "--warehouse", warehouse.path()));
    command.addAll(List.of("--input", exports.input(), "--table", TABLE.toString()));
    command.addAll(List.of("--log-group", "/shop"));
    return command;
  }

  /** As on a command line that waits for the end of what it submits. */
  private FirnProcess submit(String mode, List<String> command) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", cluster.master(), "--deploy-mode", mode));
    arguments.addAll(List.of("--conf", "spark.standalone.submit.waitAppCompletion=true"));
    arguments.addAll(command);
    Map<String, String> environment = s3.environment();
    environment.putAll(SparkCluster.environment());
    return FirnProcess.start(environment, arguments.toArray(String[]::new));
  }

  /** What the command has printed; with {@code cluster}, its driver and those before it. */
  private String succeed(String mode, List<String> command) throws Exception {
    try (FirnProcess process = submit(mode, command)) {
      FirnProcess.Result result = process.await();
      boolean here = mode.equals("client");
      String err = here ? "" : cluster.driverOutput("stderr");
      assertThat(result.exitCode()).as("%s%s", result.err(), err).isZero();
      return here ? result.out() : cluster.driverOutput("stdout");
    }
  }

  /** An executor, as soon as any of them has begun a data file. */
  private ProcessHandle executorAtWork(FirnProcess process) throws IOException {
    Optional<ProcessHandle> found = Optional.empty();
    while (found.isEmpty()) {
      assertThat(process.isAlive()).as(process.errSoFar()).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
      if (warehouse.files().stream().anyMatch(file -> file.startsWith("logs/orders/data/"))) {
        found = cluster.executors().findFirst();
      }
    }
    return found.get();
  }

  /** Without their driver, they end by themselves. */
  private void awaitNoExecutors() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (cluster.executors().findAny().isPresent()) {
      assertThat(System.nanoTime() - deadline).as("time for executors to end").isNegative();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
