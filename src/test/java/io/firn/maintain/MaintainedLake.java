package io.firn.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.MaintainRequest.Orphans;
import io.firn.maintain.MaintainRequest.Scope;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.BatchFiles;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.SmallFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A local lake whose tables are filled by Iceberg directly, and maintenance runs on it. */
final class MaintainedLake implements AutoCloseable {
  static final TableName ORDERS = TableName.parse("logs.orders");
  static final LocalDate FIRST_DAY = SmallFiles.FIRST_DAY;

  private final OpenCatalog open;
  private final Leases leases;
  private final SparkSession spark;
  private final SmallFiles files;

  /** A lake in a directory; what it is filled with follows from the seed. */
  MaintainedLake(Path directory, SparkSession spark, long seed) {
    JdbcSettings settings =
        JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
    this.open = Catalogs.open(settings, new Configuration());
    this.leases =
        new Leases(
            new LocalStateStore(directory.resolve("state")),
            Clock.systemUTC(),
            Duration.ofMinutes(5),
            Holder.ofThisProcess("test"));
    this.spark = spark;
    this.files = new SmallFiles(seed);
  }

  Catalog catalog() {
    return open.catalog();
  }

  Leases leases() {
    return leases;
  }

  Table create(TableName name, Map<String, String> properties) {
    return SmallFiles.create(catalog(), name, properties);
  }

  Table load(TableName name) {
    return catalog().loadTable(LogTables.identifier(name));
  }

  /** As {@link SmallFiles#append}. */
  void append(Table table, int count, int rows, int days) throws IOException {
    files.append(table, count, rows, days);
  }

  /** As {@link SmallFiles#file}. */
  DataFile file(Table table, @Nullable LocalDate day, int rows) throws IOException {
    return files.file(table, day, rows);
  }

  /** How often each row is in the table. */
  static Map<String, Integer> rows(Table table) throws IOException {
    table.refresh();
    Map<String, Integer> rows = new HashMap<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(table).build()) {
      // A reader that looks deletes up adds columns of its own.
      int columns = table.schema().columns().size();
      all.forEach(
          row -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
              text.append(row.get(i)).append('|');
            }
            rows.merge(text.toString(), 1, Integer::sum);
          });
    }
    return rows;
  }

  /** The table has these rows, each as often, and no others. */
  static void assertRows(Table table, Map<String, Integer> expected) throws IOException {
    Map<String, Integer> found = rows(table);
    Map<String, Integer> missing = new HashMap<>(expected);
    missing.entrySet().removeIf(row -> row.getValue().equals(found.get(row.getKey())));
    Map<String, Integer> others = new HashMap<>(found);
    others.entrySet().removeIf(row -> row.getValue().equals(expected.get(row.getKey())));
    assertThat(missing.size()).as("missing, such as %s", first(missing)).isZero();
    assertThat(others.size()).as("too many, such as %s", first(others)).isZero();
  }

  private static List<String> first(Map<String, Integer> rows) {
    return rows.keySet().stream().limit(3).toList();
  }

  /** The data files of the current snapshot, by the names of their slices. */
  static Map<String, List<DataFile>> byDay(Table table) throws IOException {
    table.refresh();
    Slicing slicing = Slicing.of(ORDERS, table, Instant.MAX).orElseThrow();
    Map<String, List<DataFile>> days = new TreeMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        days.computeIfAbsent(slicing.of(task.file()).orElseThrow().name(), day -> new ArrayList<>())
            .add(task.file());
      }
    }
    return days;
  }

  /** Files of a batch below the table's folder, of no snapshot. */
  static String batchFile(Table table, BatchId batch, String name) {
    return BatchFiles.folder(table.location(), batch) + "/" + name;
  }

  static TableLayout layout(long targetBytes) {
    return new TableLayout(
        List.of("log_group", "log_time"), null, List.of(), null, targetBytes, Map.of());
  }

  /** A request of all tables whose files are all closed. */
  static MaintainRequest request(TableLayout layout) {
    return new MaintainRequest(
        new Scope(Set.of(), Set.of()),
        name -> layout,
        Duration.ZERO,
        Duration.ofDays(5),
        new Budget(Long.MAX_VALUE, Duration.ofHours(1)),
        new Orphans(OnOrphan.REPORT, Duration.ofDays(3)),
        List.of());
  }

  MaintainJob job(Clock clock) {
    return new MaintainJob(
        spark, catalog(), Ledger.find(catalog(), "test", clock), leases, clock, step -> {});
  }

  /** Runs it; nothing may fail. */
  MaintainReport maintain(MaintainRequest request) {
    return maintain(request, Clock.systemUTC());
  }

  MaintainReport maintain(MaintainRequest request, Clock clock) {
    MaintainReport report = job(clock).run(request);
    report.failures().forEach(failure -> failure.cause().printStackTrace());
    assertThat(report.failures()).isEmpty();
    assertThat(report.holder()).isEmpty();
    return report;
  }

  @Override
  public void close() {
    leases.close();
    open.close();
  }
}
