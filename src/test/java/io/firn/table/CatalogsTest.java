package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogsTest {
  private static final int OPENERS = 4;
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "a", Types.StringType.get()));

  @TempDir Path directory;

  @Test
  void threadsOpenAndCreateTablesAtOnce() throws Exception {
    JdbcSettings settings = settings(directory);
    ExecutorService threads = Executors.newFixedThreadPool(OPENERS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < OPENERS; i++) {
        int number = i;
        runs.add(threads.submit(() -> createTables(settings, "t" + number)));
      }
      for (Future<?> run : runs) {
        run.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertTables(settings, 2 * OPENERS);
  }

  @Test
  void processesOpenAndCreateTablesAtOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(child(i));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertTables(settings(directory), 4);
  }

  @Test
  void halfMadeCatalogIsCompleted() throws Exception {
    JdbcSettings settings = settings(directory);
    Files.createFile(settings.file());
    createTables(settings, "t");
    assertTables(settings, 2);
  }

  private Process child(int number) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString(),
            "p" + number)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("child" + number + ".log").toFile())
        .start();
  }

  /** Another process that opens the catalog. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      createTables(settings(Path.of(arguments[0])), arguments[1]);
    }
  }

  private static JdbcSettings settings(Path directory) {
    return JdbcSettings.of(
        directory + File.separator + "lake", Optional.empty(), Map.<String, String>of());
  }

  private static void createTables(JdbcSettings settings, String name) {
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      catalog.createTable(TableIdentifier.of("logs_" + name, name), SCHEMA);
      catalog.createTable(TableIdentifier.of("logs", name), SCHEMA);
    }
  }

  private static void assertTables(JdbcSettings settings, int count) {
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      List<TableIdentifier> tables = new ArrayList<>();
      for (Namespace namespace : catalog.listNamespaces()) {
        tables.addAll(catalog.listTables(namespace));
      }
      assertThat(tables).hasSize(count);
    }
  }
}
