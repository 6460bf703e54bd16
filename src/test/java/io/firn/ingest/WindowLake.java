package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.AccountRegion;
import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.ObjectIdentity;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.aws.S3LandingZone;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.landing.ExportedTask;
import io.firn.landing.InputObject;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.EventPolicy;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.Faults;
import io.firn.testing.FaultyProxy;
import io.firn.testing.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Export windows in a bucket of a real S3, and ingest runs of them without Spark. */
final class WindowLake implements AutoCloseable {
  static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  static final LogGroup ORDERS = new LogGroup("/shop/orders");
  static final TableName TABLE = TableName.parse("logs.shop");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String UNROUTED = "/unrouted";
  private static final long GENERATION = 1;

  private final LocalS3 s3;
  private final FaultyProxy proxy;
  private final S3Client client;
  private final Configuration configuration = new Configuration();
  private final JdbcSettings settings;
  private final OpenCatalog catalog;

  /** Its own: Hadoop keeps the connection to a bucket for the whole JVM. */
  private final String bucket;

  private final LandingLayout layout;
  private final WindowMarkers markers;
  private final LocalStateStore state;
  private EventPolicy policy = EventPolicy.PLAIN;
  private int tasks;

  WindowLake(Path directory) throws IOException, ReflectiveOperationException {
    s3 = LocalS3.start();
    bucket = "landing-" + s3.endpoint().getPort();
    layout = new LandingLayout(bucket, "exports");
    s3.createBucket(bucket);
    proxy = FaultyProxy.before(s3.endpoint());
    client = s3.client();
    s3.s3aProperties().forEach(configuration::set);
    configuration.set("fs.s3a.endpoint", proxy.endpoint().toString());
    configuration.set("fs.s3a.attempts.maximum", "1");
    configuration.set("fs.s3a.retry.limit", "1");
    configuration.set("fs.s3a.retry.interval", "10ms");
    configuration.set("fs.s3a.retry.throttle.limit", "1");
    configuration.set("fs.s3a.retry.throttle.interval", "10ms");
    settings =
        JdbcSettings.of(directory.resolve("warehouse").toString(), Optional.empty(), Map.of());
    catalog = Catalogs.open(settings, configuration);
    markers = new WindowMarkers(new S3LandingZone(client), layout);
    state = new LocalStateStore(directory.resolve("state"));
  }

  /**
   * An exported window.
   *
   * @param parts by their streams
   */
  record Landed(WindowMarker marker, String key, Map<String, LandedPart> parts) {}

  /** What the routes say. */
  void policy(EventPolicy other) {
    policy = other;
  }

  /** Exports hours of the group, a stream's events as they come. */
  Landed land(int fromHour, int toHour, Map<String, List<Event>> streams) {
    return land(ORDERS, Lane.STEADY, fromHour, toHour, streams);
  }

  Landed land(
      LogGroup group, Lane lane, int fromHour, int toHour, Map<String, List<Event>> streams) {
    ExportWindow window =
        new ExportWindow(
            GENERATION,
            START.plus(Duration.ofHours(fromHour)),
            START.plus(Duration.ofHours(toHour)).minusMillis(1),
            lane.purpose());
    String id = "0f8fad5b-d9cb-469f-a165-%012d".formatted(++tasks);
    Instant finished = START.plus(Duration.ofDays(2)).plusSeconds(tasks);
    String prefix = layout.attempt(PLACE, group, window, "attempt");
    Map<String, LandedPart> parts = new TreeMap<>();
    streams.forEach(
        (stream, events) ->
            parts.put(stream, put(prefix + "/" + id + "/" + stream + "/000000.gz", events)));
    WindowMarker marker =
        new WindowMarker(
            PLACE,
            group,
            window,
            lane,
            new ExportedTask(id, "task", finished.minusSeconds(60), finished),
            bucket,
            prefix,
            List.copyOf(parts.values()));
    return new Landed(marker, markers.write(marker), parts);
  }

  /**
   * An event as an export has it.
   *
   * @param second of the first day
   */
  record Event(int second, String message) {
    static Event of(int second) {
      return new Event(second, "{\"n\":" + second + "}");
    }

    private String line() {
      return START.plusSeconds(second).toString().replace("Z", ".000Z") + " " + message + "\n";
    }
  }

  private LandedPart put(String key, List<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (Event event : events) {
        gzip.write(event.line().getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError("Memory takes all", e);
    }
    return put(key, bytes.toByteArray());
  }

  LandedPart put(String key, byte[] content) {
    String etag =
        client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content)).eTag();
    return new LandedPart(key, content.length, etag.replace("\"", ""));
  }

  /** As if the export had had another part of the stream from the beginning. */
  void replaceMarker(Landed landed, String stream, LandedPart part) {
    WindowMarker marker = landed.marker();
    List<LandedPart> parts =
        marker.parts().stream()
            .map(one -> one.key().equals(landed.parts().get(stream).key()) ? part : one)
            .toList();
    delete(landed.key());
    markers.write(
        new WindowMarker(
            marker.place(),
            marker.group(),
            marker.window(),
            marker.lane(),
            marker.task(),
            marker.bucket(),
            marker.prefix(),
            parts));
  }

  /** Its marker names a list of parts that is not there. */
  void breakMarker(Landed landed) {
    String json =
        client
            .getObjectAsBytes(r -> r.bucket(bucket).key(landed.key()))
            .asUtf8String()
            .replaceFirst("\"parts\":\\[.*]", "\"part_lists\":[\"gone\"]");
    put(landed.key(), json.getBytes(UTF_8));
  }

  void deleteRowsOf(BatchId batch) {
    catalog
        .catalog()
        .loadTable(LogTables.identifier(TABLE))
        .newDelete()
        .deleteFromRowFilter(Expressions.equal("log_batch", batch.id()))
        .commit();
  }

  void dropTable() {
    catalog.catalog().dropTable(LogTables.identifier(TABLE));
  }

  /** What it was. */
  byte[] delete(String key) {
    byte[] content = client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
    client.deleteObject(r -> r.bucket(bucket).key(key));
    return content;
  }

  InputObject object(String key, List<Event> events) {
    LandedPart part = put(key, events);
    return InputObject.ofExport(new ObjectIdentity(bucket, key, part.etag(), part.size()));
  }

  ObjectSource objects() {
    return new ObjectSource(configuration);
  }

  FaultyProxy proxy() {
    return proxy;
  }

  WindowReceipts receipts() {
    return new WindowReceipts(state);
  }

  void loseReceipts() {
    state.list("receipts/").forEach(state::delete);
  }

  List<WindowReceipt> allReceipts() {
    return receipts().keys(PLACE).stream().flatMap(key -> receipts().read(key).stream()).toList();
  }

  IngestResult run() throws IOException {
    return run(request -> {});
  }

  /** A run with other inputs or limits. */
  IngestResult run(Consumer<Asked> change) throws IOException {
    Asked asked = new Asked();
    change.accept(asked);
    try (BatchFiles files = BatchFiles.of(catalog, configuration);
        Leases leases =
            new Leases(state, Clock.systemUTC(), Duration.ofHours(1), Holder.ofThisProcess("t"))) {
      Stores stores = new Stores(catalog.catalog(), ledger(), files, leases);
      return new IngestJob(
              new LocalTasks(2, configuration, new Faults()),
              stores,
              Clock.systemUTC(),
              new Random(1))
          .run(
              new IngestRequest(
                  asked.inputs,
                  asked.windows,
                  asked.tasks,
                  asked.limits,
                  asked.quarantined,
                  OnOverwrite.FAIL),
              new Progress(System::nanoTime));
    }
  }

  /** What a run is asked for. */
  final class Asked {
    List<IngestInput> inputs = List.of();
    List<WindowSource> windows = List.of(new WindowSource(markers, this::routed, receipts()));
    IngestLimits limits = IngestLimits.DEFAULT;
    OnQuarantined quarantined = OnQuarantined.SKIP;
    TaskStates tasks = TaskStates.UNKNOWN;

    /** A prefix that somebody exports to. */
    void manual(String prefix, Duration quietFor, TaskStates states) {
      LogSource source = new LogSource(ORDERS, PLACE.account(), PLACE.region());
      String path = "s3a://" + bucket + "/" + prefix;
      inputs = List.of(new IngestInput(path, ObjectFormat.EXPORT, source, TABLE, policy, quietFor));
      windows = List.of();
      tasks = states;
    }

    /** What is in quarantine too. */
    Asked retry() {
      quarantined = OnQuarantined.RETRY;
      return this;
    }

    private IngestInput routed(String marker, LogSource source) {
      if (source.group().name().startsWith(UNROUTED)) {
        throw new IllegalArgumentException("No route matches " + source.group());
      }
      return new IngestInput(marker, source, TABLE, policy);
    }

    /** A part by itself, without its window. */
    Asked onlyPart(LandedPart part) {
      LogSource source = new LogSource(ORDERS, PLACE.account(), PLACE.region());
      String path = "s3a://" + bucket + "/" + part.key();
      inputs = List.of(new IngestInput(path, source, TABLE, policy));
      windows = List.of();
      return this;
    }
  }

  Ledger ledger() {
    return Ledger.open(catalog.catalog(), "test", Clock.systemUTC());
  }

  /** A stream and number a row, sorted. */
  List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> found =
        IcebergGenerics.read(catalog.catalog().loadTable(LogTables.identifier(TABLE))).build()) {
      found.forEach(row -> rows.add(row.getField("log_stream") + " " + row.getField("n")));
    }
    rows.sort(null);
    return rows;
  }

  @Override
  public void close() throws IOException {
    catalog.close();
    client.close();
    proxy.close();
    s3.close();
  }
}
