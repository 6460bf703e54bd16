package io.firn.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.EventRouter;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestJob;
import io.firn.ingest.IngestLimits;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.IngestResult;
import io.firn.ingest.Phase;
import io.firn.ingest.Progress;
import io.firn.ingest.SourceDefaults;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code dedupe} costs: a table has a day of events by a subscription filter; as many more of
 * the same day are ingested, of which none, one in a hundred or all are there already. By content,
 * those come by an export.
 */
public final class DedupeBench {
  private static final int OBJECTS = 16;
  private static final int EVENTS_OF_MESSAGE = 50;
  private static final long DAY = 1_767_225_600_000L;
  private static final String EXPORT = "export";
  private static final String SUBSCRIPTION = "subscription";
  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "eu-central-1";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final LogGroup GROUP = new LogGroup("/bench/orders");
  private static final TableName TABLE = TableName.parse("logs.orders");

  private final JavaSparkContext spark;
  private final Path directory;
  private final int events;

  private DedupeBench(JavaSparkContext spark, Path directory, int events) {
    this.spark = spark;
    this.directory = directory;
    this.events = events;
  }

  /** Arguments: an empty folder, and how many events a delivery has. */
  public static void main(String[] args) throws Exception {
    try (SparkSession session = SparkSession.builder().appName("dedupe-bench").getOrCreate()) {
      DedupeBench bench =
          new DedupeBench(
              new JavaSparkContext(session.sparkContext()),
              Path.of(args[0]),
              Integer.parseInt(args[1]));
      // The first one is slower than all that follow.
      bench.measure(Dedupe.NONE, 0, "warm up");
      for (int percent : new int[] {0, 1, 100}) {
        for (Dedupe dedupe : Dedupe.values()) {
          bench.measure(dedupe, percent, dedupe.name().toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  private void measure(Dedupe dedupe, int percent, String name) throws Exception {
    Path lake = Files.createDirectories(directory.resolve(name.replace(' ', '-') + "-" + percent));
    Files.createDirectories(lake.resolve(EXPORT));
    Files.createDirectories(lake.resolve(SUBSCRIPTION));
    send(lake.resolve(SUBSCRIPTION), "first", 0, 0);
    ingest(lake, dedupe);
    if (dedupe == Dedupe.CONTENT) {
      export(lake.resolve(EXPORT), percent);
    } else {
      send(lake.resolve(SUBSCRIPTION), "second", events, percent);
    }
    IngestResult result = ingest(lake, dedupe);
    long rows = result.counts().events();
    long expected = dedupe == Dedupe.NONE ? events : events - (long) events * percent / 100;
    if (rows != expected) {
      throw new IllegalStateException("Ingested " + rows + " events instead of " + expected);
    }
    double seconds = result.spent().values().stream().mapToLong(Duration::toMillis).sum() / 1e3;
    double search = result.spent().getOrDefault(Phase.DEDUPE, Duration.ZERO).toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%-8s %3d %% duplicates: %6.1f s, of which duplicates took %5.1f s (%2.0f %%); %.0f"
            + " events/s%n",
        name,
        percent,
        seconds,
        search,
        100 * search / seconds,
        events / seconds);
  }

  /** Messages with events by number; so many of a hundred are those of the first delivery. */
  private void send(Path to, String name, long offset, int percent) throws IOException {
    for (int object = 0; object < OBJECTS; object++) {
      try (OutputStream file =
          new BufferedOutputStream(Files.newOutputStream(to.resolve(name + object)))) {
        int first = object * (events / OBJECTS);
        for (int from = first; from < first + events / OBJECTS; from += EVENTS_OF_MESSAGE) {
          try (GZIPOutputStream gzip = new GZIPOutputStream(new Unclosed(file))) {
            gzip.write(message(from, offset, percent).getBytes(UTF_8));
          }
        }
      }
    }
  }

  private String message(int from, long offset, int percent) {
    StringBuilder message =
        new StringBuilder("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"")
            .append(ACCOUNT)
            .append("\",\"logGroup\":\"")
            .append(GROUP.name())
            .append("\",\"logStream\":\"api\",\"logEvents\":[");
    for (int event = from; event < from + EVENTS_OF_MESSAGE; event++) {
      long number = event % 100 < percent ? event : event + offset;
      message
          .append(event == from ? "" : ",")
          .append(String.format(Locale.ROOT, "{\"id\":\"%056d\",\"timestamp\":", number))
          .append(millis(number))
          .append(",\"message\":\"")
          .append(text(number).replace("\"", "\\\""))
          .append("\"}");
    }
    return message.append("]}").toString();
  }

  /** The same as lines of an export. */
  private void export(Path to, int percent) throws IOException {
    for (int object = 0; object < OBJECTS; object++) {
      try (OutputStream gzip =
          new GZIPOutputStream(Files.newOutputStream(to.resolve(object + ".gz")))) {
        int first = object * (events / OBJECTS);
        for (int event = first; event < first + events / OBJECTS; event++) {
          long number = event % 100 < percent ? event : event + (long) events;
          String stamp = STAMP.format(Instant.ofEpochMilli(millis(number)));
          gzip.write((stamp + " " + text(number) + "\n").getBytes(UTF_8));
        }
      }
    }
  }

  private long millis(long number) {
    return DAY + number % events * 86_400_000L / events;
  }

  private static String text(long number) {
    SplittableRandom event = new SplittableRandom(number);
    return "{\"level\":\"INFO\",\"requestId\":\""
        + Long.toHexString(event.nextLong())
        + "\",\"event\":\"order_placed\",\"total\":"
        + event.nextInt(100_000)
        + ",\"customer\":{\"id\":"
        + event.nextInt(1_000_000)
        + ",\"country\":\"DE\"},\"took_ms\":"
        + event.nextInt(2_000)
        + "}";
  }

  private IngestResult ingest(Path lake, Dedupe dedupe) throws Exception {
    JdbcSettings settings =
        JdbcSettings.of(lake.resolve("warehouse").toString(), Optional.empty(), Map.of());
    Clock clock = Clock.systemUTC();
    Holder holder = Holder.ofThisProcess("bench");
    try (OpenCatalog catalog = Catalogs.open(settings, spark.hadoopConfiguration());
        BatchFiles files = BatchFiles.of(catalog, spark.hadoopConfiguration());
        Leases leases =
            new Leases(
                new LocalStateStore(lake.resolve("state")),
                clock,
                Duration.ofMinutes(10),
                holder)) {
      Ledger ledger = Ledger.open(catalog.catalog(), holder.run(), clock);
      EventPolicy policy = EventPolicy.PLAIN.with(dedupe);
      IngestInput sent =
          IngestInput.mixed(
              lake.resolve(SUBSCRIPTION).toString(),
              ObjectFormat.SUBSCRIPTION,
              new SourceDefaults(null, null, REGION),
              new OneTable(policy));
      IngestInput exported =
          new IngestInput(
              lake.resolve(EXPORT).toString(),
              new LogSource(GROUP, ACCOUNT, REGION),
              TABLE,
              policy);
      return new IngestJob(
              spark, new Stores(catalog.catalog(), ledger, files, leases), clock, new Random(1))
          .run(
              new IngestRequest(
                  List.of(sent, exported),
                  IngestLimits.DEFAULT,
                  OnQuarantined.SKIP,
                  OnOverwrite.FAIL),
              new Progress(System::nanoTime));
    }
  }

  private record OneTable(EventPolicy policy) implements EventRouter {
    @Override
    public Optional<Destination> route(LogSource source) {
      return Optional.of(new Destination(TABLE, policy));
    }

    @Override
    public Optional<TableName> onlyTable() {
      return Optional.of(TABLE);
    }

    @Override
    public boolean storesText() {
      return true;
    }
  }

  /** A gzip member ends where its stream is closed; the file goes on. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream to;

    Unclosed(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int value) throws IOException {
      to.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
    }
  }
}
