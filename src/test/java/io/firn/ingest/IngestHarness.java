package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.LogGroup;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A landing zone and a warehouse in a temporary directory, and the job on them. */
final class IngestHarness implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  final Path landing;
  final JdbcSettings settings;
  final JdbcCatalog catalog;
  private final OpenCatalog open;
  private final JavaSparkContext spark;
  private final BatchFiles batchFiles;
  private final Ledger ledger;
  private final Leases leases;

  IngestHarness(Path directory, SparkSession session) throws IOException {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.landing = Files.createDirectories(directory.resolve("landing"));
    this.settings =
        JdbcSettings.of(directory.resolve("warehouse").toString(), Optional.empty(), Map.of());
    this.open = Catalogs.open(settings, spark.hadoopConfiguration());
    this.catalog = (JdbcCatalog) open.catalog();
    this.batchFiles = BatchFiles.of(open, spark.hadoopConfiguration());
    this.ledger = Ledger.open(catalog, "test", Clock.systemUTC());
    this.leases =
        new Leases(
            new LocalStateStore(directory.resolve("state")),
            Clock.systemUTC(),
            Duration.ofHours(1),
            Holder.ofThisProcess("test"));
  }

  /** Writes an export object with one event a second. */
  Path export(String name, String... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < messages.length; i++) {
        gzip.write((STAMP.format(START.plusSeconds(i)) + " " + messages[i] + "\n").getBytes(UTF_8));
      }
    }
    return object(name, bytes.toByteArray());
  }

  /** Writes an object in the layout of CreateExportTask. */
  Path object(String stream, byte[] bytes) throws IOException {
    Path file =
        landing
            .resolve("0f8fad5b-d9cb-469f-a165-70867728950e")
            .resolve(stream)
            .resolve("000000.gz");
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  IngestResult ingest(String table) throws IOException {
    return ingest(table, EventPolicy.PLAIN);
  }

  IngestResult ingest(String table, EventPolicy policy) throws IOException {
    return run(request(OnQuarantined.SKIP, input(landing, table, policy)));
  }

  /** Objects of the directory on the way to the table. */
  IngestInput input(Path directory, String table, EventPolicy policy) {
    LogSource source = new LogSource(new LogGroup("/shop/orders"), "123456789012", "eu-central-1");
    return new IngestInput(directory.toString(), source, TableName.parse(table), policy);
  }

  static IngestRequest request(OnQuarantined onQuarantined, IngestInput... inputs) {
    return new IngestRequest(
        List.of(inputs), IngestLimits.DEFAULT, onQuarantined, OnOverwrite.FAIL);
  }

  IngestResult run(IngestRequest request) throws IOException {
    return job().run(request, new Progress(System::nanoTime));
  }

  IngestResult preview(IngestRequest request) throws IOException {
    return new IngestPreview(spark, catalog, Optional.of(ledger), Clock.systemUTC())
        .run(request, new Progress(System::nanoTime));
  }

  Leases leases() {
    return leases;
  }

  Stores stores() {
    return new Stores(catalog, ledger, batchFiles, leases);
  }

  Ledger ledger() {
    return ledger;
  }

  IngestJob job() {
    return new IngestJob(
        spark, new Stores(catalog, ledger, batchFiles, leases), Clock.systemUTC(), new Random());
  }

  Table table(String name) {
    return catalog.loadTable(LogTables.identifier(TableName.parse(name)));
  }

  List<Record> rows(String name) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> found = IcebergGenerics.read(table(name)).build()) {
      found.forEach(rows::add);
    }
    return rows;
  }

  @Override
  public void close() {
    leases.close();
    batchFiles.close();
    open.close();
  }
}
