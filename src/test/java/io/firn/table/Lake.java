package io.firn.table;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** A real local catalog with tables of log events, for tests. */
public final class Lake implements AutoCloseable {
  public static final TableName ORDERS = TableName.parse("logs.orders");
  public static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "log_time", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(2, "log_group", Types.StringType.get()),
          Types.NestedField.optional(3, "log_stream", Types.StringType.get()),
          Types.NestedField.optional(4, "log_object", Types.StringType.get()),
          Types.NestedField.optional(5, "log_batch", Types.StringType.get()));

  private static final String DAY = "2023-11-14";

  private final JdbcSettings settings;
  private final OpenCatalog open;
  private final BatchFiles files;
  private final LocalStateStore state;
  private final Leases leases;

  public Lake(Path directory) {
    settings = JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
    open = Catalogs.open(settings, new Configuration());
    files = BatchFiles.of(open, new Configuration());
    state = new LocalStateStore(directory.resolve("state"));
    leases = leases(Duration.ofHours(1));
  }

  public JdbcSettings settings() {
    return settings;
  }

  public JdbcCatalog catalog() {
    return (JdbcCatalog) open.catalog();
  }

  public BatchFiles files() {
    return files;
  }

  /** What a run works with; its leases last an hour. */
  public Stores stores(Ledger ledger) {
    return new Stores(catalog(), ledger, files, leases);
  }

  public Leases leases() {
    return leases;
  }

  /** Others in the same store, to be closed by the caller. */
  public Leases leases(Duration length) {
    return leases(length, Holder.ofThisProcess("test"));
  }

  public Leases leases(Duration length, Holder holder) {
    return new Leases(state, Clock.systemUTC(), length, holder);
  }

  public Transaction newTable(TableName name) {
    return LogTables.newTable(
        catalog(), name, LogTables.newLocation(catalog(), name), SCHEMA, Map.of());
  }

  public Table createTable(TableName name) {
    LogTables.create(catalog(), name, newTable(name));
    return load(name);
  }

  public Table load(TableName name) {
    return catalog().loadTable(LogTables.identifier(name));
  }

  public static BatchId batch(int number) {
    return BatchId.of(Instant.ofEpochSecond(1_700_000_000L + number), number);
  }

  /** A file in the batch's folder: there on the disk, but not Parquet. */
  public static DataFile file(Table table, BatchId batch, int number) {
    String path = BatchFiles.path(table.location(), batch, 0, 0, 1, number);
    write(path);
    return DataFiles.builder(table.spec())
        .withPath(path)
        .withFileSizeInBytes(4)
        .withPartitionValues(List.of(DAY))
        .withMetrics(oneRow(table, batch))
        .build();
  }

  /** Says which batch the row is of, so that nobody who looks for another reads the file. */
  private static Metrics oneRow(Table table, BatchId batch) {
    int id = table.schema().findField("log_batch").fieldId();
    Map<Integer, ByteBuffer> bound =
        Map.of(id, Conversions.toByteBuffer(Types.StringType.get(), batch.id()));
    return new Metrics(1L, Map.of(), Map.of(id, 1L), Map.of(id, 0L), Map.of(), bound, bound);
  }

  public static void write(String path) {
    try {
      Path file = Path.of(path.substring("file://".length()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, "rows");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names, within their folders, of the files that a reader of the table sees. */
  public static List<String> visible(Table table) {
    table.refresh();
    List<String> paths = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(
          task ->
              paths.add(task.file().location().substring((table.location() + "/data/").length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths;
  }

  @Override
  public void close() {
    leases.close();
    files.close();
    open.close();
  }
}
