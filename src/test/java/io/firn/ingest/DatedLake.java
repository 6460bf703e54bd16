package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.landing.StoredListingMarks;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.policy.EventPolicy;
import io.firn.state.FakeStateStore;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.JdbcSettings;
import io.firn.testing.Faults;
import io.firn.testing.FaultyCatalog;
import io.firn.testing.MemoryS3;
import io.firn.testing.MemoryS3.MemoryBucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/** A bucket whose objects are in date folders, and ingest of them without Spark. */
final class DatedLake {
  static final TableName TABLE = TableName.parse("logs.a");

  private static final Duration LEASE = Duration.ofMinutes(10);

  private final Path directory;
  private final String bucketName;
  private final MemoryBucket bucket;
  private final FakeStateStore state = new FakeStateStore();
  private final List<IngestInput> others = new ArrayList<>();
  private String template = "fh/{yyyy}/{MM}/{dd}/{HH}";
  private LocalDate from = LocalDate.of(2026, 11, 1);
  private Duration lookback = Duration.ofHours(6);
  private IngestLimits limits = IngestLimits.DEFAULT;
  private EventPolicy policy = EventPolicy.PLAIN;
  private int runs;
  private int slice = Backlog.SLICE;
  private Instant now = Instant.parse("2026-11-02T12:30:00Z");

  DatedLake(Path directory) {
    this.directory = directory;
    this.bucketName = directory.getFileName().toString().replaceAll("[^a-z0-9]", "");
    this.bucket = MemoryS3.bucket(bucketName);
  }

  MemoryBucket bucket() {
    return bucket;
  }

  FakeStateStore state() {
    return state;
  }

  void template(String other) {
    template = other;
  }

  void from(String day) {
    from = LocalDate.parse(day);
  }

  void batches(int objects, int slices) {
    limits = IngestLimits.DEFAULT.withBatches(objects, Long.MAX_VALUE);
    slice = slices;
  }

  void policy(EventPolicy other) {
    policy = other;
  }

  /** A further input, plain, for the same table. */
  void alsoReads(String prefix) {
    others.add(new IngestInput(path(prefix), source(), TABLE, policy));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** An object with one event. */
  void put(String key, String message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(("2026-11-01T00:00:00.000Z " + message + "\n").getBytes(UTF_8));
    }
    bucket.put(key, bytes.toByteArray());
  }

  IngestResult run() throws IOException {
    return run(new Faults(), request());
  }

  IngestResult runFullListing() throws IOException {
    return run(new Faults(), request().withFullListing());
  }

  IngestResult run(Faults faults) throws IOException {
    return run(faults, request());
  }

  private IngestResult run(Faults faults, IngestRequest request) throws IOException {
    Configuration configuration = MemoryS3.configuration();
    Holder holder = Holder.ofThisProcess("test");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (FaultyCatalog catalog = FaultyCatalog.open(settings(), configuration, faults);
        BatchFiles files = FaultyCatalog.files(settings(), configuration, faults);
        Leases leases =
            new Leases(new LocalStateStore(directory.resolve("state")), clock, LEASE, holder)) {
      return new IngestJob(
              new LocalTasks(2, configuration, faults),
              new Stores(catalog, Ledger.open(catalog, holder.run(), clock), files, leases),
              new StoredListingMarks(state),
              slice,
              clock,
              new Random(runs++))
          .run(request, new Progress(System::nanoTime));
    }
  }

  private IngestRequest request() {
    DateFolders folders = new DateFolders(new DateTemplate(path(template)), from, lookback);
    List<IngestInput> inputs = new ArrayList<>();
    inputs.add(new IngestInput(path(template), source(), TABLE, policy).in(folders));
    inputs.addAll(others);
    return new IngestRequest(inputs, limits, OnQuarantined.SKIP, OnOverwrite.FAIL);
  }

  private String path(String prefix) {
    return "s3://" + bucketName + "/" + prefix;
  }

  private static LogSource source() {
    return new LogSource(new LogGroup("/a"), null, null);
  }

  private JdbcSettings settings() {
    return JdbcSettings.of(directory.resolve("warehouse").toString(), Optional.empty(), Map.of());
  }

  /** The ledger, for changes behind the job. */
  void inLedger(Consumer<Ledger> change) {
    try (FaultyCatalog catalog =
        FaultyCatalog.open(settings(), new Configuration(), new Faults())) {
      change.accept(Ledger.open(catalog, "person", Clock.systemUTC()));
    }
  }
}
