package io.firn.check;

import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.sql.SparkSession;

/** Checks that Trino reads all tables of a warehouse as Spark does; see scripts/trino-check. */
public final class TrinoCheck {
  private static final int FOLDERS = 3;

  private TrinoCheck() {}

  /** Arguments: homes of Trino and of its JDK, a folder to work in, then the person's. */
  public static void main(String[] arguments) {
    List<String> all = List.of(arguments);
    List<Path> folders = all.stream().limit(FOLDERS).map(Path::of).toList();
    List<String> own = all.subList(FOLDERS, all.size());
    Outcome.exitAfter("trino-check", () -> run(CheckOptions.parse(own), folders));
  }

  private static Outcome run(CheckOptions options, List<Path> folders) throws SQLException {
    List<CheckedTable> tables = check(options, folders);
    if (options.json()) {
      Outcome.printJson(tables);
    } else {
      print(tables);
    }
    boolean same = tables.stream().allMatch(table -> table.differences().isEmpty());
    return same ? Outcome.SAME : Outcome.REFUSED;
  }

  private static List<CheckedTable> check(CheckOptions options, List<Path> folders)
      throws SQLException {
    JdbcSettings lake = options.catalog();
    if (!lake.warehouse().startsWith("file:")) {
      throw new IllegalArgumentException(
          "Cannot check " + lake.warehouse() + ": not on a local disk");
    }
    Path work = folders.get(2);
    List<JdbcSettings> catalogs = List.of(lake, scratch(work));
    try (TrinoServer server = TrinoServer.start(folders.get(0), folders.get(1), work, catalogs);
        TrinoSession trino = server.session();
        SparkSession spark = spark(lake);
        OpenCatalog open = Catalogs.open(lake, new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      trino.change("CREATE SCHEMA scratch.checks");
      List<CheckedTable> tables = new ArrayList<>();
      for (TableIdentifier name : options.tables(catalog)) {
        CheckedTable table = new TableCheck(trino, spark, name, catalog.loadTable(name)).run();
        server.verifyAlive();
        table.differences().forEach(System.err::println);
        System.err.println(table);
        tables.add(table);
      }
      return tables;
    }
  }

  /** A catalog for what is written: the warehouse itself stays as it is. */
  private static JdbcSettings scratch(Path work) {
    JdbcSettings settings =
        JdbcSettings.of(work.resolve("scratch").toString(), Optional.empty(), Map.of());
    // Trino wants the catalog's own tables to be there.
    Catalogs.open(settings, new Configuration()).close();
    return settings;
  }

  private static SparkSession spark(JdbcSettings lake) {
    String catalog = "spark.sql.catalog." + CatalogSettings.NAME;
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("trino-check")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            // Code for hundreds of columns takes longer to make than it runs.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .config(catalog, "org.apache.iceberg.spark.SparkCatalog");
    lake.properties().forEach((key, value) -> builder.config(catalog + "." + key, value));
    return builder.getOrCreate();
  }

  private static void print(List<CheckedTable> tables) {
    System.out.printf(
        Locale.ROOT,
        "trino-check: %d tables, %d rows, %d places, %d differences%n",
        tables.size(),
        tables.stream().mapToLong(CheckedTable::rows).sum(),
        tables.stream().mapToLong(CheckedTable::places).sum(),
        tables.stream().mapToLong(table -> table.differences().size()).sum());
  }
}
