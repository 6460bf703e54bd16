package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.firn.quarantine.QuarantinedRecord;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** Objects of subscription filters, and ingest of them into many tables without Spark. */
final class MixedLake {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  static final String ACCOUNT = "123456789012";

  private static final Duration LEASE = Duration.ofMinutes(10);

  private final Path directory;
  private final Path landing;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, EventRouter.Destination> routes = new LinkedHashMap<>();
  private @Nullable LogGroup fallback;
  private @Nullable String account;
  private ObjectFormat format = ObjectFormat.SUBSCRIPTION;
  private IngestLimits limits = IngestLimits.DEFAULT;
  private Duration waited = Duration.ZERO;
  private long ids = 1;

  MixedLake(Path directory) throws IOException {
    this.directory = directory;
    this.landing = Files.createDirectories(directory.resolve("landing"));
  }

  Path landing() {
    return landing;
  }

  /** A log group's table. */
  void route(String group, String table) {
    route(group, table, EventPolicy.PLAIN);
  }

  void route(String group, String table, EventPolicy policy) {
    routes.put(group, new EventRouter.Destination(TableName.parse(table), policy));
  }

  void forgetRoute(String group) {
    routes.remove(group);
  }

  /** The log group of events that do not name theirs. */
  void fallback(String group) {
    fallback = new LogGroup(group);
  }

  /** The account of events that do not name theirs. */
  void account(String other) {
    account = other;
  }

  void format(ObjectFormat other) {
    format = other;
  }

  void batches(int objects) {
    limits = IngestLimits.DEFAULT.withBatches(objects, Long.MAX_VALUE);
  }

  /** A subscription message with an event a second. */
  String message(String group, String stream, String... messages) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      times.add(START.plusSeconds(i).toEpochMilli());
    }
    return message(group, stream, times, List.of(messages));
  }

  /** A subscription message with events of these times, in milliseconds. */
  String message(String group, String stream, List<Long> times, List<String> messages) {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      events.add(new Sent(ids++, times.get(i), messages.get(i)));
    }
    return message(group, stream, events);
  }

  /** An event of a subscription message; it has the same id however often it is sent. */
  record Sent(long id, long millis, String message) {}

  /** A subscription message with these events. */
  String message(String group, String stream, List<Sent> sent) {
    ObjectNode root =
        json.createObjectNode()
            .put("messageType", "DATA_MESSAGE")
            .put("owner", ACCOUNT)
            .put("logGroup", group)
            .put("logStream", stream);
    ArrayNode events = root.putArray("logEvents");
    for (Sent event : sent) {
      events
          .addObject()
          .put("id", "%056d".formatted(event.id()))
          .put("timestamp", event.millis())
          .put("message", event.message());
    }
    return root.toString();
  }

  String control() {
    return "{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logGroup\":\"\","
        + "\"logStream\":\"\",\"subscriptionFilters\":[],\"logEvents\":[{\"id\":\"\","
        + "\"timestamp\":1,\"message\":\"CWL CONTROL MESSAGE: Checking health\"}]}";
  }

  /** An object of messages, each a gzip member of its own, as Firehose writes them. */
  Path object(String name, String... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String message : messages) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(message.getBytes(UTF_8));
      }
    }
    return object(name, bytes.toByteArray());
  }

  Path object(String name, byte[] bytes) throws IOException {
    return Files.write(landing.resolve(name), bytes);
  }

  IngestResult run() throws IOException {
    return run(new Faults(), OnQuarantined.SKIP);
  }

  IngestResult run(Faults faults, OnQuarantined onQuarantined) throws IOException {
    Configuration configuration = new Configuration();
    Holder holder = Holder.ofThisProcess("test");
    Clock clock = Clock.offset(Clock.systemUTC(), waited);
    FaultyStateStore store =
        new FaultyStateStore(new LocalStateStore(directory.resolve("state")), faults);
    try (FaultyCatalog catalog = FaultyCatalog.open(settings(), configuration, faults);
        BatchFiles files = FaultyCatalog.files(settings(), configuration, faults);
        Leases leases = new Leases(store, clock, LEASE, holder)) {
      Ledger ledger = Ledger.open(catalog, holder.run(), clock);
      return new IngestJob(
              new LocalTasks(2, configuration, faults),
              new Stores(catalog, ledger, files, leases),
              clock,
              new Random(1))
          .run(
              new IngestRequest(List.of(input()), limits, onQuarantined, OnOverwrite.FAIL),
              new Progress(System::nanoTime));
    }
  }

  /** The leases of all runs are over. */
  void waitForLeases() {
    waited = waited.plus(LEASE).plusSeconds(1);
  }

  private IngestInput input() {
    Routes router = new Routes(Map.copyOf(routes));
    if (format == ObjectFormat.SUBSCRIPTION) {
      return IngestInput.mixed(
          landing.toString(),
          format,
          new SourceDefaults(fallback, account, "eu-central-1"),
          router);
    }
    LogSource source = new LogSource(fallback, account, "eu-central-1");
    EventRouter.Destination to = router.route(source).orElseThrow();
    return new IngestInput(
        landing.toString(),
        format,
        SourceDefaults.of(source),
        to.table(),
        to.policy(),
        router,
        Duration.ZERO,
        null);
  }

  private record Routes(Map<String, EventRouter.Destination> byGroup) implements EventRouter {
    @Override
    public Optional<Destination> route(LogSource source) {
      return Optional.ofNullable(byGroup.get(source.group().name()));
    }

    @Override
    public Optional<TableName> onlyTable() {
      return Optional.empty();
    }

    @Override
    public boolean storesText() {
      return byGroup.values().stream().allMatch(to -> to.policy().storesText());
    }
  }

  private JdbcSettings settings() {
    return JdbcSettings.of(directory.resolve("warehouse").toString(), Optional.empty(), Map.of());
  }

  /** Looks into the catalog as it is. */
  void inCatalog(Consumer<Catalog> look) {
    try (OpenCatalog catalog = Catalogs.open(settings(), new Configuration())) {
      look.accept(catalog.catalog());
    }
  }

  /** What the ledger is for a look from outside. */
  void inLedger(Consumer<Ledger> look) {
    inCatalog(
        catalog -> look.accept(Ledger.find(catalog, "look", Clock.systemUTC()).orElseThrow()));
  }

  /** A table's rows as {@code <group> <stream> <second> <columns or text>}, sorted. */
  List<String> rows(String table, String column) {
    List<String> rows = new ArrayList<>();
    read(table, record -> rows.add(text(record, column)));
    rows.sort(null);
    return rows;
  }

  /** Each row of a table; none if there is no such table. */
  void read(String table, Consumer<Record> each) {
    inCatalog(
        catalog -> {
          Optional<Table> found = LogTables.find(catalog, TableName.parse(table));
          if (found.isPresent()) {
            try (CloseableIterable<Record> records = IcebergGenerics.read(found.get()).build()) {
              records.forEach(each);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  private static String text(Record record, String column) {
    Instant time = ((LocalDateTime) record.getField("log_time")).toInstant(ZoneOffset.UTC);
    return record.getField("log_group")
        + " "
        + record.getField("log_stream")
        + " "
        + Duration.between(START, time).toSeconds()
        + " "
        + record.getField(column);
  }

  List<QuarantinedRecord> badRecords() {
    List<QuarantinedRecord> records = new ArrayList<>();
    inCatalog(catalog -> records.addAll(QuarantineTable.open(catalog).read(100)));
    return records;
  }
}
