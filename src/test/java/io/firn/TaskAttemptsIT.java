package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import io.firn.testing.NumberedExports;
import io.firn.testing.SparkCluster;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark runs a task more than once: because its executor is slow, and because its executor is gone.
 * The executors are processes of two workers.
 */
final class TaskAttemptsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_NANOS = 1_000_000;
  private static final int OBJECTS = 12;
  private static final int EVENTS = 10_000;

  @TempDir static Path scratch;
  private static SparkCluster cluster;

  @TempDir Path temporary;
  private Path directory;
  private Warehouse warehouse;
  private NumberedExports exports;

  @BeforeAll
  static void start() throws Exception {
    cluster = SparkCluster.start(FirnProcess.sparkHome(), scratch.toRealPath());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void land() throws IOException {
    directory = temporary.toRealPath();
    Files.createDirectories(directory.resolve("events"));
    warehouse = new Warehouse(directory.resolve("lake"), TableName.parse("logs.orders"));
    exports = new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
  }

  /** One executor stands still at its task; when the copy of it is done, it goes on. */
  @Test
  void speculativeAttempts() throws Exception {
    try (FirnProcess process =
        ingest(
            "spark.speculation=true",
            "spark.speculation.interval=50ms",
            "spark.speculation.multiplier=1.01",
            "spark.speculation.quantile=0.1",
            "spark.speculation.minTaskRuntime=1ms")) {
      ProcessHandle slow = executorAtWork(process);
      signal("STOP", slow);
      awaitFile(process, Pattern.compile("logs/orders/metadata/.*"));
      signal("CONT", slow);
      check(process.await());
    }
    assertThat(started(task -> task.path("Speculative").asBoolean()))
        .as("speculative attempts")
        .isPositive();
  }

  /** One executor ends at its task, which another one does. */
  @Test
  void lostExecutor() throws Exception {
    try (FirnProcess process = ingest()) {
      executorAtWork(process).destroyForcibly();
      check(process.await());
    }
    assertThat(started(task -> task.path("Attempt").asInt() > 0))
        .as("second attempts")
        .isPositive();
  }

  private FirnProcess ingest(String... settings) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", cluster.master()));
    arguments.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    arguments.addAll(
        List.of("--conf", "spark.eventLog.dir=" + directory.resolve("events").toUri()));
    Arrays.stream(settings).forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.addAll(List.of("ingest", "--input", exports.input(), "--table", "logs.orders"));
    arguments.addAll(List.of("--log-group", "/shop/orders", "--warehouse", warehouse.path()));
    return FirnProcess.start(SparkCluster.environment(), arguments.toArray(String[]::new));
  }

  private void check(FirnProcess.Result result) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isZero();
    warehouse.assertHoldsExactly(exports);
    warehouse.assertNoLease();
    assertLedgerNamesTheApplication();
  }

  /** The event log has the application's id for its name. */
  private void assertLedgerNamesTheApplication() throws IOException {
    try (Stream<Path> logs = Files.list(directory.resolve("events"))) {
      assertThat(logs.map(log -> log.getFileName().toString()))
          .containsExactlyElementsOf(new Warehouse(warehouse.path(), "firn.ledger").strings("run"));
    }
  }

  /** An executor that is writing a data file. */
  private ProcessHandle executorAtWork(FirnProcess process) throws IOException {
    Optional<ProcessHandle> writing = Optional.empty();
    while (writing.isEmpty()) {
      assertThat(process.isAlive()).as(process.errSoFar()).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
      writing = cluster.executors().filter(this::isWriting).findFirst();
    }
    return writing.get();
  }

  private boolean isWriting(ProcessHandle executor) {
    String data = warehouse.path() + "/logs/orders/data/";
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(executor.pid()), "fd"))) {
      return open.anyMatch(file -> target(file).startsWith(data));
    } catch (IOException e) {
      return false;
    }
  }

  /** Empty if it was closed meanwhile. */
  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor()).isZero();
  }

  private void awaitFile(FirnProcess process, Pattern name) throws IOException {
    while (warehouse.files().stream().noneMatch(file -> name.matcher(file).matches())) {
      assertThat(process.isAlive()).as(process.errSoFar()).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** How many task attempts Spark's own log of the application has that are so. */
  private long started(Predicate<JsonNode> which) throws IOException {
    List<JsonNode> tasks = new ArrayList<>();
    try (Stream<Path> logs = Files.list(directory.resolve("events"))) {
      for (Path log : (Iterable<Path>) logs::iterator) {
        for (String line : Files.readAllLines(log)) {
          if (line.contains("\"SparkListenerTaskStart\"")) {
            tasks.add(JSON.readTree(line).path("Task Info"));
          }
        }
      }
    }
    assertThat(tasks).as("tasks in Spark's log").hasSizeGreaterThanOrEqualTo(OBJECTS);
    return tasks.stream().filter(which).count();
  }
}
