package io.firn.ingest;

import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.EventPolicy;
import io.firn.quarantine.QuarantineTable;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.JdbcSettings;
import io.firn.testing.Faults;
import io.firn.testing.FaultyCatalog;
import io.firn.testing.FaultyStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/**
 * Ingest runs without Spark, whose every step can be met by {@link Faults}.
 *
 * @param warehouse a directory
 * @param state a directory
 * @param lease how long leases last
 * @param batchObjects most objects of a batch
 * @param inputs the directory of each table's objects; those of the quarantine's are mixed ones,
 *     whose log groups have the names of their tables
 */
record SteppedRun(
    Path warehouse, Path state, Duration lease, int batchObjects, Map<TableName, Path> inputs) {
  private static final int SLOTS = 2;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MANY = 1000;

  SteppedRun {
    inputs = new LinkedHashMap<>(inputs);
  }

  /** On a warehouse in the directory, with long leases and large batches. */
  static SteppedRun in(Path directory, Map<TableName, Path> inputs) {
    return new SteppedRun(
        directory.resolve("warehouse"), directory.resolve("state"), LONG, MANY, inputs);
  }

  SteppedRun withLease(Duration length) {
    return new SteppedRun(warehouse, state, length, batchObjects, inputs);
  }

  SteppedRun withBatches(int objects) {
    return new SteppedRun(warehouse, state, lease, objects, inputs);
  }

  JdbcSettings settings() {
    return JdbcSettings.of(warehouse.toString(), Optional.empty(), Map.of());
  }

  /** Runs in this process and without faults. */
  IngestResult run() throws IOException {
    return run(new Faults(), Holder.ofThisProcess("test"));
  }

  /**
   * Runs in this process.
   *
   * @param holder whose leases they are
   */
  IngestResult run(Faults faults, Holder holder) throws IOException {
    Configuration configuration = new Configuration();
    Clock clock = Clock.systemUTC();
    FaultyStateStore store = new FaultyStateStore(new LocalStateStore(state), faults);
    try (FaultyCatalog catalog = FaultyCatalog.open(settings(), configuration, faults);
        BatchFiles files = FaultyCatalog.files(settings(), configuration, faults);
        Leases leases = new Leases(store, clock, lease, holder)) {
      Ledger ledger = Ledger.open(catalog, holder.run(), clock);
      LocalTasks tasks = new LocalTasks(SLOTS, configuration, faults);
      return new IngestJob(tasks, new Stores(catalog, ledger, files, leases), clock, new Random())
          .run(request(), new Progress(System::nanoTime));
    }
  }

  private IngestRequest request() {
    List<IngestInput> all =
        inputs.entrySet().stream().map(input -> input(input.getKey(), input.getValue())).toList();
    return new IngestRequest(
        all,
        IngestLimits.DEFAULT.withBatches(batchObjects, Long.MAX_VALUE),
        OnQuarantined.SKIP,
        OnOverwrite.FAIL);
  }

  private static IngestInput input(TableName table, Path directory) {
    if (table.equals(QuarantineTable.NAME)) {
      SourceDefaults defaults = new SourceDefaults(null, null, null);
      return IngestInput.mixed(
          directory.toString(), ObjectFormat.SUBSCRIPTION, defaults, new ByName());
    }
    LogSource source = new LogSource(new LogGroup("/" + table.name()), null, null);
    return new IngestInput(directory.toString(), source, table, EventPolicy.PLAIN);
  }

  private record ByName() implements EventRouter {
    @Override
    public Optional<Destination> route(LogSource source) {
      TableName table = TableName.parse(source.group().name().substring(1));
      return Optional.of(new Destination(table, EventPolicy.PLAIN));
    }

    @Override
    public Optional<TableName> onlyTable() {
      return Optional.empty();
    }

    @Override
    public boolean storesText() {
      return true;
    }
  }
}
