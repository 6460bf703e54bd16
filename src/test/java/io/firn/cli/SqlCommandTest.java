package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as a person types it. What starts a Spark session runs as a process of its own: it
 * would take the other tests' session, and stop it.
 */
final class SqlCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void queriesTheWarehousesTables() throws Exception {
    createTable();
    String insert = "insert into logs.orders values (1, timestamp_ntz'2026-01-02 03:04:05', 'é')";
    assertThat(process("--format", "json", insert)).isZero();
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();

    assertThat(process("--format", "json", "select * from logs.orders")).isZero();
    assertThat(Files.readString(directory.resolve("out")))
        .isEqualTo("{\"id\":1,\"at\":\"2026-01-02T03:04:05.000\",\"text\":\"é\"}\n");
  }

  @Test
  void mistakeEndsWithTwo() throws Exception {
    createTable();
    assertThat(process("select * from logs.missing")).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();
    assertThat(Files.readString(directory.resolve("err")))
        .contains("firn: Cannot run query: [TABLE_OR_VIEW_NOT_FOUND]");
  }

  @Test
  void warehouseWithoutCatalogIsUsageAndNotMade() {
    Path none = directory.resolve("none");
    assertThat(run("sql", "--warehouse", none.toString(), "select 1")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "firn: Cannot open catalog " + none + ": no catalog.db there (run firn ingest first)");
    assertThat(none).doesNotExist();
  }

  @Test
  void misuseIsExplained() {
    assertThat(run("sql", "select 1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("firn: Missing option: --config <file> or --warehouse <dir>")
        .contains("Try 'firn sql --help'.");
    assertThat(run("sql", "--warehouse", "x", "--format", "xml", "select 1")).isEqualTo(2);
    assertThat(err.toString()).contains("but was 'xml'");
    assertThat(run("sql", "--warehouse", "x", " ")).isEqualTo(2);
    assertThat(err.toString()).contains("firn: Invalid query: ' ' (must be one SQL statement)");
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("sql");
  }

  private void createTable() {
    JdbcSettings settings =
        JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      JdbcCatalog catalog = (JdbcCatalog) open.catalog();
      catalog.createNamespace(Namespace.of("logs"));
      catalog.createTable(
          TableIdentifier.of("logs", "orders"),
          new Schema(
              Types.NestedField.optional(1, "id", Types.LongType.get()),
              Types.NestedField.optional(2, "at", Types.TimestampType.withoutZone()),
              Types.NestedField.optional(3, "text", Types.StringType.get())));
    }
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  /** Runs {@code firn sql}; its output goes to files {@code out} and {@code err}. */
  private int process(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Dspark.master=local[1]", "-Dspark.driver.host=127.0.0.1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("sql", "--warehouse", directory.resolve("lake").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
