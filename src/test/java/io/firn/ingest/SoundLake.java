package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerEvent;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.WrittenRow;
import io.firn.state.LocalStateStore;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** What holds for every lake when no run is at work and none has left work to the next. */
final class SoundLake {
  private static final String LEDGER_FILES = "firn/ledger/data/";

  private final SteppedRun run;

  SoundLake(SteppedRun run) {
    this.run = run;
  }

  /**
   * No branch of a batch, no file that no table has, no lease, and a ledger with each object once.
   *
   * @param crashes each may have left one file beside those of the ledger
   * @param objects of all tables
   */
  void assertSound(int crashes, int objects) throws IOException {
    try (OpenCatalog open = Catalogs.open(run.settings(), new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      List<Table> tables = tables(catalog);
      assertNoBranch(tables);
      assertNoFileBeside(tables, crashes);
      assertLedger(Ledger.find(catalog, "check", Clock.systemUTC()).orElseThrow(), objects);
    }
    assertThat(new LocalStateStore(run.state()).list("leases/")).as("leases").isEmpty();
  }

  private static List<Table> tables(JdbcCatalog catalog) {
    List<Table> tables = new ArrayList<>();
    for (Namespace namespace : catalog.listNamespaces()) {
      catalog.listTables(namespace).forEach(name -> tables.add(catalog.loadTable(name)));
    }
    return tables;
  }

  private static void assertNoBranch(List<Table> tables) {
    for (Table table : tables) {
      assertThat(Set.of("main")).as("branches of %s", table).containsAll(table.refs().keySet());
    }
  }

  private void assertNoFileBeside(List<Table> tables, int crashes) throws IOException {
    Set<String> beside = new HashSet<>();
    for (String file : new Warehouse(run.warehouse().toString(), "firn.ledger").files()) {
      if (file.contains("/data/")) {
        beside.add(withoutChecksum(file));
      }
    }
    for (Table table : tables) {
      beside.removeAll(files(table));
    }
    assertThat(beside.stream().filter(file -> !file.startsWith(LEDGER_FILES)))
        .as("files that no table has")
        .isEmpty();
    assertThat(beside).as("files beside the ledger's").hasSizeLessThanOrEqualTo(crashes);
  }

  /** Hadoop's local file system keeps a checksum beside each file. */
  private static String withoutChecksum(String path) {
    return path.replaceFirst("/\\.([^/]*)\\.crc$", "/$1");
  }

  private Set<String> files(Table table) throws IOException {
    Set<String> files = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        String path = task.file().location().replaceFirst("^file:(//)?", "");
        files.add(path.substring(run.warehouse().toString().length() + 1));
      }
    }
    return files;
  }

  private static void assertLedger(Ledger ledger, int objects) {
    Map<String, List<BatchId>> ingested = new HashMap<>();
    for (BatchId batch : ledger.batches()) {
      BatchRecord record = ledger.batch(batch);
      assertThat(record.state().orElseThrow())
          .as("batch %s: %s", batch, record.rows())
          .isIn(LedgerEvent.INGESTED, LedgerEvent.ABANDONED);
      assertThat(record.reopened()).as("batch %s", batch).isEmpty();
      record.rows().stream()
          .map(WrittenRow::row)
          .filter(row -> row.event() == LedgerEvent.INGESTED && row.isInput())
          .forEach(row -> ingested.computeIfAbsent(name(row), key -> new ArrayList<>()).add(batch));
    }
    assertThat(ingested.values()).as("batches of each object").allMatch(all -> all.size() == 1);
    assertThat(ingested).hasSize(objects);
  }

  private static String name(LedgerRow row) {
    TableName table = row.table().name();
    return table + " " + Objects.requireNonNull(row.object()).uri();
  }
}
