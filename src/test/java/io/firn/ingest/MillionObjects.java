package io.firn.ingest;

import io.firn.BatchId;
import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.landing.OpenListing;
import io.firn.landing.PrefixListing;
import io.firn.landing.StoredListingMarks;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.policy.EventPolicy;
import io.firn.state.FakeStateStore;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.table.BatchFiles;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.Faults;
import io.firn.testing.MemoryS3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/**
 * A million objects in folders of hours, all of which the ledger has, listed and looked up in the
 * heap that the JVM was given. It prints {@code <what>: <objects> objects in <seconds> s}.
 */
final class MillionObjects {
  private static final int FOLDERS = 2_000;
  private static final int IN_FOLDER = 500;
  private static final int BATCH = 10_000;
  private static final TableName TABLE = TableName.parse("logs.a");
  private static final LogSource SOURCE = new LogSource(new LogGroup("/a"), null, null);
  private static final DateTemplate TEMPLATE =
      new DateTemplate("s3://million/fh/{yyyy}/{MM}/{dd}/{HH}");
  private static final LocalDate FROM = LocalDate.of(2026, 9, 1);
  private static final DateFolders DATED = new DateFolders(TEMPLATE, FROM, Duration.ofDays(2));

  private static final Set<String> NAMES =
      IntStream.range(0, FOLDERS)
          .mapToObj(MillionObjects::folder)
          .collect(Collectors.toUnmodifiableSet());

  private final Path directory;
  private final Configuration configuration = MemoryS3.configuration();
  private final StoredListingMarks marks = new StoredListingMarks(new FakeStateStore());

  /** In the middle of the last folder's hour. */
  private final Instant now = DATED.first().plus(Duration.ofHours(FOLDERS)).minusSeconds(1_800);

  private MillionObjects(Path directory) {
    this.directory = directory;
    MemoryS3.listing("million", MillionObjects::keys);
  }

  public static void main(String[] args) throws IOException {
    new MillionObjects(Path.of(args[0])).measure();
  }

  private static Iterator<String> keys(String prefix) {
    if (prefix.equals("fh/")) {
      return IntStream.range(0, FOLDERS)
          .boxed()
          .flatMap(hour -> names(folder(hour)).stream())
          .iterator();
    }
    return NAMES.contains(prefix) ? names(prefix).iterator() : Collections.emptyIterator();
  }

  private static String folder(int hour) {
    return TEMPLATE
            .folder(DATED.first().plus(Duration.ofHours(hour)))
            .substring("s3://million/".length())
        + "/";
  }

  /** As Firehose names objects. */
  private static List<String> names(String folder) {
    String stamp = folder.substring(3, 16).replace('/', '-');
    return IntStream.range(0, IN_FOLDER)
        .mapToObj(
            i ->
                folder
                    + "shop-logs-1-"
                    + stamp
                    + "-"
                    + (1_000 + i)
                    + "-5f1d4c3e-9f0a-4b1e-8f00-"
                    + HexFormat.of().toHexDigits(0x9E3779B97F4AL * (i + 1), 12))
        .toList();
  }

  private void measure() throws IOException {
    fill();
    time(
        "listing",
        () -> {
          OpenListing listing = new PrefixListing(configuration).open("s3://million/fh");
          int objects = 0;
          while (!listing.isAtEnd()) {
            objects += listing.next(1_000).objects().size();
          }
          return objects;
        });
    IngestInput plain = new IngestInput("s3://million/fh", SOURCE, TABLE, EventPolicy.PLAIN);
    IngestInput dated = new IngestInput(TEMPLATE.text(), SOURCE, TABLE, EventPolicy.PLAIN);
    time("plain", () -> present(plain));
    time("all folders", () -> present(dated.in(DATED)));
    time("lookback", () -> present(dated.in(DATED)));
  }

  private interface Counting {
    int run() throws IOException;
  }

  private static void time(String what, Counting counting) throws IOException {
    long start = System.nanoTime();
    int objects = counting.run();
    System.out.printf(
        "%s: %d objects in %.1f s%n", what, objects, (System.nanoTime() - start) / 1e9);
  }

  /** How many objects a run finds, all of which are in their table. */
  private int present(IngestInput input) throws IOException {
    IngestRequest request =
        new IngestRequest(
            List.of(input), IngestLimits.DEFAULT, OnQuarantined.SKIP, OnOverwrite.FAIL);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (OpenCatalog catalog = Catalogs.open(settings(), configuration);
        BatchFiles files = BatchFiles.of(catalog, configuration);
        Leases leases =
            new Leases(
                new FakeStateStore(),
                clock,
                Duration.ofMinutes(10),
                Holder.ofThisProcess("million"))) {
      Ledger ledger = Ledger.open(catalog.catalog(), "million", clock);
      IngestResult result =
          new IngestJob(
                  new LocalTasks(2, configuration, new Faults()),
                  new Stores(catalog.catalog(), ledger, files, leases),
                  marks,
                  Backlog.SLICE,
                  clock,
                  new Random(1))
              .run(request, new Progress(System::nanoTime));
      if (!result.batches().isEmpty() || !result.found().lost().isEmpty()) {
        throw new IllegalStateException("Unexpected: " + result);
      }
      return result.found().present();
    }
  }

  private JdbcSettings settings() {
    return JdbcSettings.of(directory.toString(), Optional.empty(), Map.of());
  }

  /** What a hundred batches have left in the ledger. */
  private void fill() throws IOException {
    try (OpenCatalog catalog = Catalogs.open(settings(), configuration)) {
      Ledger ledger = Ledger.open(catalog.catalog(), "million", Clock.systemUTC());
      Table table =
          catalog
              .catalog()
              .createTable(
                  LogTables.identifier(TABLE),
                  new Schema(Types.NestedField.optional(1, "n", Types.LongType.get())));
      Target target = Target.of(TABLE, table);
      List<ObjectIdentity> objects = new ArrayList<>();
      Consumer<ObjectIdentity> taken =
          object -> {
            objects.add(object);
            if (objects.size() == BATCH) {
              take(ledger, target, objects);
              objects.clear();
            }
          };
      OpenListing listing = new PrefixListing(configuration).open("s3://million/fh");
      while (!listing.isAtEnd()) {
        listing.next(BATCH).identities().forEach(taken);
      }
    }
  }

  private static void take(Ledger ledger, Target target, List<ObjectIdentity> objects) {
    BatchId batch = BatchId.of(Instant.EPOCH, objects.get(0).hashCode());
    LedgerState state = ledger.read(List.of());
    Work work = new Work("auto", 1, 0, 0, 1);
    ledger.claim(
        state,
        batch,
        objects.stream().map(object -> LedgerRow.claimed(batch, target, object, SOURCE)).toList());
    List<LedgerRow> rows =
        objects.stream()
            .map(object -> LedgerRow.committing(batch, target, object, SOURCE, work))
            .toList();
    List<LedgerRow> decided = new ArrayList<>(rows);
    decided.add(LedgerRow.committing(batch, target.staged(1)));
    ledger.decide(batch, decided);
    ledger.record(batch, rows.stream().map(LedgerRow::ingested).toList());
  }
}
