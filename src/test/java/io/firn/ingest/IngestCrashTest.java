package io.firn.ingest;

import static io.firn.ingest.IngestRequest.OnQuarantined.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.EventPolicy;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.state.StateStore;
import io.firn.table.BatchFiles;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.testing.NumberedExports;
import io.firn.testing.SharedSpark;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends a run at each of its calls in turn; the next run leaves all events there, once. */
@ExtendWith(SharedSpark.class)
final class IngestCrashTest {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final int OBJECTS = 3;
  private static final int EVENTS = 20;

  /** The calls that end a run are so far apart where not each one is tried. */
  private static final int STEP = 2;

  private static final int NEVER = Integer.MAX_VALUE;

  /** Fewer calls than a run makes: that the loops have met them all is checked against it. */
  private static final int LEAST_CALLS = 10;

  /** What comes after them is an ordinary run. */
  private static final int CALLS_TO_RECOVER = 8;

  @TempDir Path temporary;
  private Path directory;
  private JavaSparkContext spark;
  private int runs;

  @BeforeEach
  void open(SparkSession session) throws IOException {
    directory = temporary.toRealPath();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @Test
  void atEachCallOnTheWayToANewTable() throws Exception {
    NumberedExports exports = exports().addBatch();
    int call = 0;
    Optional<String> crash;
    do {
      Warehouse warehouse = new Warehouse(directory.resolve("new-" + ++call), TABLE);
      crash = crash(exports, warehouse, call);
      check(exports, warehouse, crash.orElse("no crash"));
    } while (crash.isPresent());
    assertThat(call).isGreaterThan(LEAST_CALLS);
  }

  /** Each batch changes the schema. */
  @Test
  void atEachCallOnTheWayIntoAGrownTable() throws Exception {
    NumberedExports exports = exports().addBatch();
    Warehouse warehouse = grown(exports);
    int call = 0;
    Optional<String> crash;
    do {
      crash = crash(exports.addBatch(), warehouse, ++call);
      check(exports, warehouse, crash.orElse("no crash"));
    } while (crash.isPresent());
    assertThat(call).isGreaterThan(LEAST_CALLS);
  }

  /** Between the looks at the clock to decide and to record, files are listed and cleaned up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void againWhileTheNextRunRecovers(int callsBeforeTheLast) throws Exception {
    NumberedExports exports = exports().addBatch();
    Warehouse warehouse = grown(exports);
    CrashPoints whole = new CrashPoints(NEVER);
    run(IngestHarness.request(SKIP, input(exports.addBatch())), warehouse, whole);
    for (int call = 1; call <= CALLS_TO_RECOVER; call++) {
      Optional<String> crash =
          crash(exports.addBatch(), warehouse, whole.calls() - callsBeforeTheLast);
      assertThat(crash.orElseThrow()).contains("Clock");
      Optional<String> next = crash(exports, warehouse, call);
      check(exports, warehouse, crash + ", then " + next);
    }
  }

  /** Two tables, one of them new each time, and bad records: all of a batch or nothing of it. */
  @Test
  void betweenTheTablesOfABatch() throws Exception {
    Warehouse lake = new Warehouse(directory.resolve("lake"), TABLE);
    NumberedExports exports = exports();
    int calls = 0;
    int batches = 0;
    Optional<String> crash;
    do {
      exports.addBatch();
      int batch = ++batches;
      write("other-" + batch, "lost\n2026-01-01T00:00:00.000Z {\"n\":" + batch + "}\n");
      calls += STEP;
      crash = crash(points -> runBoth(exports, lake, points, batch), calls);
      runBoth(exports, lake, new CrashPoints(NEVER), batch);
      checkBoth(exports, lake, batch, crash.orElse("no crash"));
    } while (crash.isPresent());
    assertThat(batches).isGreaterThan(LEAST_CALLS);
  }

  private void runBoth(NumberedExports exports, Warehouse lake, CrashPoints points, int batch)
      throws IOException {
    LogSource source = new LogSource(new LogGroup("/other"), null, null);
    String other = directory.resolve("other-" + batch).toString();
    TableName table = TableName.parse("logs.other_" + batch);
    run(
        IngestHarness.request(
            SKIP, input(exports), new IngestInput(other, source, table, EventPolicy.PLAIN)),
        lake,
        points);
  }

  private void checkBoth(NumberedExports exports, Warehouse lake, int batch, String what)
      throws IOException {
    try {
      lake.assertHoldsExactly(exports);
      assertThat(new Warehouse(lake.path(), "logs.other_" + batch).rows()).isEqualTo(1);
      Warehouse quarantine = new Warehouse(lake.path(), "firn.quarantine");
      assertThat(quarantine.rows()).isEqualTo(batch);
      quarantine.assertHoldsNothingElse();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("After a crash at " + what, e);
    }
  }

  private void write(String folder, String content) throws IOException {
    Files.createDirectories(directory.resolve(folder));
    Files.writeString(directory.resolve(folder).resolve("1"), content);
  }

  private Warehouse grown(NumberedExports exports) throws IOException {
    Warehouse warehouse = new Warehouse(directory.resolve("grown"), TABLE);
    assertThat(crash(exports, warehouse, NEVER)).isEmpty();
    return warehouse;
  }

  private void check(NumberedExports exports, Warehouse warehouse, String what) throws IOException {
    assertThat(crash(exports, warehouse, NEVER)).isEmpty();
    try {
      warehouse.assertHoldsExactly(exports);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("After a crash at " + what, e);
    }
  }

  private NumberedExports exports() {
    return new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS);
  }

  /** Runs until the call of that number; which one that was, or empty if the run made fewer. */
  private Optional<String> crash(NumberedExports exports, Warehouse warehouse, int call)
      throws IOException {
    return crash(
        points -> run(IngestHarness.request(SKIP, input(exports)), warehouse, points), call);
  }

  private interface Run {
    void until(CrashPoints points) throws IOException;
  }

  private static Optional<String> crash(Run run, int call) throws IOException {
    CrashPoints points = new CrashPoints(call);
    try {
      run.until(points);
      return Optional.empty();
    } catch (CrashPoints.Crash e) {
      return Optional.of(points.last());
    }
  }

  private void run(IngestRequest request, Warehouse warehouse, CrashPoints points)
      throws IOException {
    CatalogSettings settings = CatalogSettings.of(warehouse.path(), Optional.empty(), Map.of());
    try (JdbcCatalog real = Catalogs.open(settings, new Configuration());
        BatchFiles files = files(settings, points)) {
      Catalog catalog = points.counted(real, Catalog.class, SupportsNamespaces.class);
      Clock clock = points.clock();
      Ledger ledger = Ledger.open(catalog, "test", clock);
      // Who crashed in this process is alive as a process: only time ends its lease.
      Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(++runs));
      StateStore state = new LocalStateStore(Path.of(warehouse.path() + "-state"));
      try (Leases leases =
          new Leases(
              points.counted(state, StateStore.class),
              later,
              Duration.ofMinutes(10),
              Holder.ofThisProcess("run " + runs))) {
        new IngestJob(spark, new Stores(catalog, ledger, files, leases), clock, new Random())
            .run(request, new Progress(System::nanoTime));
      }
    }
  }

  private static IngestInput input(NumberedExports exports) {
    LogSource source = new LogSource(new LogGroup("/shop"), null, null);
    return new IngestInput(exports.input(), source, TABLE, EventPolicy.PLAIN);
  }

  private static BatchFiles files(CatalogSettings settings, CrashPoints points) {
    Object io =
        CatalogUtil.loadFileIO(
            "org.apache.iceberg.io.ResolvingFileIO", settings.properties(), new Configuration());
    return new BatchFiles(
        points.counted((SupportsPrefixOperations) io, SupportsPrefixOperations.class),
        settings.warehouse());
  }
}
