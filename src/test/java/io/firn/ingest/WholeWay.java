package io.firn.ingest;

import static java.util.stream.Collectors.toSet;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.aws.S3LandingZone;
import io.firn.export.ExportDriver;
import io.firn.export.ExportPolicy;
import io.firn.export.ExportReport;
import io.firn.export.Hook;
import io.firn.export.HookedWorld;
import io.firn.export.RebuildReport;
import io.firn.export.SandboxLogs;
import io.firn.export.StateRebuild;
import io.firn.export.StateRebuild.Consent;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipts;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.EventPolicy;
import io.firn.sandbox.ExportTaskView;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Page;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskQuery;
import io.firn.sandbox.TaskStatus;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Sandbox;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.Faults;
import io.firn.testing.FaultyCatalog;
import io.firn.testing.FaultyStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What {@code firn run} does, without Spark and by a clock that stands until it is put forward:
 * exports from a sandbox into a real S3, and ingest of them into tables on the disk.
 */
final class WholeWay implements AutoCloseable {
  private static final AccountRegion PLACE =
      new AccountRegion(Sandbox.HOME.account(), Sandbox.HOME.region());
  private static final Duration BUDGET = Duration.ofSeconds(50);
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final Sandbox sandbox;
  private final S3Client client;
  private final LandingLayout layout;
  private final WindowMarkers markers;
  private final LocalStateStore state;
  private final JdbcSettings settings;
  private final Configuration configuration = new Configuration();
  private final ExportPolicy policy;
  private final Random random;

  WholeWay(Path directory, TestClock clock, SandboxSettings sandboxed, ExportPolicy policy)
      throws IOException, ReflectiveOperationException {
    this.policy = policy;
    this.random = new Random(sandboxed.seed());
    sandbox = Sandbox.start(new Sandbox.Setup(clock, sandboxed, Optional.empty(), 0));
    sandbox.s3aProperties().forEach(configuration::set);
    // Its own: Hadoop keeps the connection to a bucket for the whole JVM.
    layout = new LandingLayout("landing-" + sandbox.endpoint().getPort(), "exports");
    sandbox.s3().createBucket(layout.bucket());
    client = sandbox.s3().client();
    markers = new WindowMarkers(new S3LandingZone(client), layout);
    state = new LocalStateStore(directory.resolve("state"));
    settings =
        JdbcSettings.of(directory.resolve("warehouse").toString(), Optional.empty(), Map.of());
    mergeManifestsEarly();
  }

  /** Of the ledger, as maintenance does: hundreds of runs would each read up to a hundred. */
  private void mergeManifestsEarly() {
    try (OpenCatalog catalog = Catalogs.open(settings, configuration)) {
      Ledger.open(catalog.catalog(), "first", clock());
      catalog
          .catalog()
          .loadTable(LogTables.identifier(Ledger.NAME))
          .updateProperties()
          .set(TableProperties.MANIFEST_MIN_MERGE_COUNT, "2")
          .commit();
    }
  }

  RegionalLogs logs() {
    return sandbox.logs();
  }

  TestClock clock() {
    return sandbox.clock();
  }

  /** One budgeted tick. */
  ExportReport export(Hook hook) {
    return new ExportDriver(PLACE, layout, policy, tools(hook)).tick(BUDGET);
  }

  private ExportDriver.Tools tools(Hook hook) {
    HookedWorld world =
        HookedWorld.of(new SandboxLogs(sandbox.logs()), new S3LandingZone(client), state, hook);
    return new ExportDriver.Tools(
        world.logs(), world.landing(), world.state(), clock(), clock()::advance, random);
  }

  /** Ingest of all finished windows. */
  IngestResult ingest(Faults faults) throws IOException {
    FaultyStateStore store = new FaultyStateStore(state, faults);
    Holder holder = Holder.ofThisProcess("run");
    try (FaultyCatalog catalog = FaultyCatalog.open(settings, configuration, faults);
        BatchFiles files = FaultyCatalog.files(settings, configuration, faults);
        Leases leases = new Leases(store, clock(), LEASE, holder)) {
      Ledger ledger = Ledger.open(catalog, holder.run(), clock());
      IngestRequest request =
          new IngestRequest(
              List.of(),
              List.of(new WindowSource(markers, WholeWay::routed, new WindowReceipts(store))),
              TaskStates.UNKNOWN,
              IngestLimits.DEFAULT,
              OnQuarantined.SKIP,
              OnOverwrite.FAIL);
      return new IngestJob(
              new LocalTasks(2, configuration, faults),
              new Stores(catalog, ledger, files, leases),
              clock(),
              random)
          .run(request, new Progress(System::nanoTime));
    }
  }

  private static IngestInput routed(String marker, LogSource source) {
    return new IngestInput(marker, source, table(source.group()), EventPolicy.PLAIN);
  }

  /** Each group's own. */
  private static TableName table(LogGroup group) {
    return TableName.parse("logs." + group.name().substring(1).replace('/', '_'));
  }

  /** All that is stored beside the tables is gone: slot, index, receipts and leases. */
  void loseState() {
    state.list("").forEach(state::delete);
  }

  RebuildReport rebuildState() {
    return new StateRebuild(PLACE, layout, policy, tools(Hook.NONE)).run(Consent.NONE);
  }

  /** All markers, also those of empty windows. */
  List<WindowMarker> windows() {
    return markers.keys().stream().map(key -> markers.read(key).orElseThrow()).toList();
  }

  /** The ids of Firn's tasks that are COMPLETED. */
  Set<String> completedTasks() {
    return tasks().stream()
        .filter(task -> String.valueOf(task.request().taskName()).startsWith("firn-"))
        .filter(task -> task.status() == TaskStatus.COMPLETED)
        .map(ExportTaskView::id)
        .collect(toSet());
  }

  private List<ExportTaskView> tasks() {
    List<ExportTaskView> all = new ArrayList<>();
    TaskQuery query = TaskQuery.all();
    Page<ExportTaskView> page;
    do {
      clock().advance(Duration.ofSeconds(1));
      page = sandbox.logs().describeExportTasks(query);
      all.addAll(page.items());
      query = query.from(page.nextToken());
    } while (page.nextToken() != null);
    return all;
  }

  /** The events in a group's table, each as {@code <ms> <n>}, sorted. */
  List<String> rows(String group) throws IOException {
    List<String> rows = new ArrayList<>();
    try (OpenCatalog catalog = Catalogs.open(settings, configuration);
        CloseableIterable<Record> found =
            IcebergGenerics.read(
                    catalog.catalog().loadTable(LogTables.identifier(table(new LogGroup(group)))))
                .build()) {
      for (Record row : found) {
        Instant time = ((LocalDateTime) row.getField("log_time")).toInstant(ZoneOffset.UTC);
        rows.add(time.toEpochMilli() + " " + row.getField("n"));
      }
    }
    rows.sort(null);
    return rows;
  }

  /** What an event becomes in {@link #rows}; its message is a JSON object that begins with n. */
  static String row(InputEvent event) {
    return event.timestamp() + " " + event.message().replaceFirst("\\{\"n\":([0-9]+).*", "$1");
  }

  /** The names of a group's columns. */
  List<String> columns(String group) {
    try (OpenCatalog catalog = Catalogs.open(settings, configuration)) {
      return catalog
          .catalog()
          .loadTable(LogTables.identifier(table(new LogGroup(group))))
          .schema()
          .columns()
          .stream()
          .map(Types.NestedField::name)
          .toList();
    }
  }

  /** What is stored beside the tables. */
  List<String> stateKeys(Predicate<String> wanted) {
    return state.list("").stream().filter(wanted).toList();
  }

  @Override
  public void close() throws IOException {
    client.close();
    sandbox.close();
  }
}
