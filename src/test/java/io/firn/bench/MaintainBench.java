package io.firn.bench;

import io.firn.TableName;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.ReadBytes;
import io.firn.testing.SmallFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** A table of many small files, and how it looks before and after {@code firn maintain}. */
final class MaintainBench {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final int FILES = 5;
  private static final int ROWS = 500;
  private static final int DAYS = 3;
  private static final String ROW_GROUP = String.valueOf(4 << 20);

  private MaintainBench() {}

  /** The files of one day, laid out in a way. */
  private record Way(String name, boolean sorted, Map<String, String> properties) {}

  private static final String SIZE = "write.parquet.row-group-size-bytes";
  private static final String BLOOM = "write.parquet.bloom-filter-enabled.column.request_id";
  private static final String BLOOM_BYTES = "write.parquet.bloom-filter-max-bytes";
  private static final List<Way> WAYS =
      List.of(
          new Way("unsorted, row groups of 1 MiB", false, Map.of(SIZE, "1048576")),
          new Way("sorted, row groups of 16 MiB", true, Map.of(SIZE, "16777216")),
          new Way("sorted, row groups of 4 MiB", true, Map.of(SIZE, "4194304")),
          new Way("sorted, row groups of 1 MiB", true, Map.of(SIZE, "1048576")),
          new Way(
              "sorted, 1 MiB, no dictionaries",
              true,
              Map.of(SIZE, "1048576", "write.parquet.dict-size-bytes", "64")),
          new Way(
              "sorted, 1 MiB, filters of 1 MiB",
              true,
              Map.of(SIZE, "1048576", BLOOM, "true", BLOOM_BYTES, "1048576")),
          new Way(
              "sorted, 1 MiB, filters of 64 KiB",
              true,
              Map.of(SIZE, "1048576", BLOOM, "true", BLOOM_BYTES, "65536")));

  /**
   * Arguments: {@code fill}, a warehouse and a number of appends; {@code look} and it; or {@code
   * layouts}, a warehouse and a number of rows.
   */
  public static void main(String[] args) throws IOException {
    run(args, System.out);
  }

  static void run(String[] args, PrintStream out) throws IOException {
    JdbcSettings settings = JdbcSettings.of(args[1], Optional.empty(), Map.of());
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      if (args[0].equals("fill")) {
        fill(open, Integer.parseInt(args[2]));
      } else if (args[0].equals("layouts")) {
        layouts(open, Integer.parseInt(args[2]), out);
      } else {
        look(open.catalog().loadTable(LogTables.identifier(TABLE)), out);
      }
    }
  }

  private static void fill(OpenCatalog open, int appends) throws IOException {
    Table table =
        SmallFiles.create(
            open.catalog(), TABLE, Map.of("write.parquet.row-group-size-bytes", ROW_GROUP));
    SmallFiles files = new SmallFiles(1);
    for (int i = 0; i < appends; i++) {
      files.append(table, FILES, ROWS, DAYS);
    }
  }

  /** What the same rows take, and what two queries read of them, however they are laid out. */
  private static void layouts(OpenCatalog open, int count, PrintStream out) throws IOException {
    out.println("layout\tMB\tMB read for one group and hour\tMB read for one request");
    for (Way way : WAYS) {
      TableName name = new TableName("layouts", "way_" + WAYS.indexOf(way));
      Table table = SmallFiles.create(open.catalog(), name, way.properties());
      SmallFiles files = new SmallFiles(1);
      List<Record> rows = files.rows(table, SmallFiles.FIRST_DAY, count);
      String request = String.valueOf(rows.get(count / 2).getField("request_id"));
      if (way.sorted()) {
        rows.sort(
            Comparator.comparing((Record row) -> String.valueOf(row.getField("log_group")))
                .thenComparing(row -> String.valueOf(row.getField("log_time"))));
      }
      DataFile file = files.file(table, rows);
      table.newFastAppend().appendFile(file).commit();
      out.println(
          String.join(
              "\t",
              way.name(),
              megabytes(file.fileSizeInBytes()),
              megabytes(ReadBytes.ofOneGroupAndHour(table, SmallFiles.FIRST_DAY).bytes()),
              megabytes(ReadBytes.ofOneRequest(table, request).bytes())));
    }
  }

  /** A line each, name and value with a tab between. */
  private static void look(Table table, PrintStream out) throws IOException {
    Snapshot current = table.currentSnapshot();
    Map<String, String> summary = current.summary();
    long manifestBytes =
        current.allManifests(table.io()).stream().mapToLong(ManifestFile::length).sum();
    ReadBytes query = ReadBytes.ofOneGroupAndHour(table, SmallFiles.FIRST_DAY);
    line(out, "rows", summary.get("total-records"));
    line(out, "files", summary.get("total-data-files"));
    line(out, "MB", megabytes(Long.parseLong(summary.get("total-files-size"))));
    line(out, "manifests", String.valueOf(current.allManifests(table.io()).size()));
    line(out, "MB of manifests", megabytes(manifestBytes));
    line(out, "files read for one group and hour", String.valueOf(query.files()));
    line(out, "MB read for one group and hour", megabytes(query.bytes()));
    line(out, "rows found by it", String.valueOf(query.rows()));
  }

  private static void line(PrintStream out, String name, String value) {
    out.println(name + "\t" + value);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
  }
}
