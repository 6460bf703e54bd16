package io.firn.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.firn.table.CatalogException;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.spark.sql.SparkSession;

/** Checks that Trino reads all tables of a warehouse as Spark does; see scripts/trino-check. */
public final class TrinoCheck {
  private static final int DIFFERS = 4;
  private static final int OUTSIDE = 3;
  private static final int USAGE = 2;

  private TrinoCheck() {}

  /** Arguments: homes of Trino and of its JDK, a folder to work in, then the person's. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      List<Path> folders = arguments.stream().limit(3).map(Path::of).toList();
      CheckOptions options = CheckOptions.parse(arguments.subList(3, arguments.size()));
      List<CheckedTable> tables = check(options.catalog(), folders);
      print(options, tables);
      return tables.stream().allMatch(table -> table.differences().isEmpty()) ? 0 : DIFFERS;
    } catch (IllegalArgumentException e) {
      System.err.println("trino-check: " + e.getMessage());
      return USAGE;
    } catch (CheckException | CatalogException | SQLException | JsonProcessingException e) {
      System.err.println("trino-check: " + e.getMessage());
      return OUTSIDE;
    }
  }

  private static List<CheckedTable> check(CatalogSettings lake, List<Path> folders)
      throws SQLException {
    if (!lake.warehouse().startsWith("file:")) {
      throw new IllegalArgumentException(
          "Cannot check " + lake.warehouse() + ": not on a local disk");
    }
    Path work = folders.get(2);
    List<CatalogSettings> catalogs = List.of(lake, scratch(work));
    try (TrinoServer server = TrinoServer.start(folders.get(0), folders.get(1), work, catalogs);
        TrinoSession trino = server.session();
        SparkSession spark = spark(lake);
        JdbcCatalog catalog = Catalogs.open(lake, new Configuration())) {
      trino.change("CREATE SCHEMA scratch.checks");
      List<CheckedTable> tables = new ArrayList<>();
      for (TableIdentifier name : names(catalog)) {
        tables.add(new TableCheck(trino, spark, name, catalog.loadTable(name)).run());
        server.verifyAlive();
        System.err.println(tables.get(tables.size() - 1));
      }
      return tables;
    }
  }

  /** A catalog for what is written: the warehouse itself stays as it is. */
  private static CatalogSettings scratch(Path work) {
    CatalogSettings settings =
        CatalogSettings.of(work.resolve("scratch").toString(), Optional.empty(), Map.of());
    // Trino wants the catalog's own tables to be there.
    Catalogs.open(settings, new Configuration()).close();
    return settings;
  }

  private static List<TableIdentifier> names(JdbcCatalog catalog) {
    List<TableIdentifier> names = new ArrayList<>();
    for (Namespace namespace : catalog.listNamespaces()) {
      names.addAll(catalog.listTables(namespace));
    }
    return names.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  private static SparkSession spark(CatalogSettings lake) {
    String catalog = "spark.sql.catalog." + CatalogSettings.NAME;
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("trino-check")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .config(catalog, "org.apache.iceberg.spark.SparkCatalog");
    lake.properties().forEach((key, value) -> builder.config(catalog + "." + key, value));
    return builder.getOrCreate();
  }

  private static void print(CheckOptions options, List<CheckedTable> tables)
      throws JsonProcessingException {
    if (options.json()) {
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      System.out.println(json.writeValueAsString(Map.of("tables", tables)));
      return;
    }
    tables.forEach(table -> table.differences().forEach(System.out::println));
    System.out.printf(
        Locale.ROOT,
        "trino-check: %d tables, %d rows, %d places, %d differences%n",
        tables.size(),
        tables.stream().mapToLong(CheckedTable::rows).sum(),
        tables.stream().mapToLong(CheckedTable::places).sum(),
        tables.stream().mapToLong(table -> table.differences().size()).sum());
  }
}
