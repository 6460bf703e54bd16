package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.firn.table.Lake;
import io.firn.testing.CorpusExport;
import io.firn.testing.FirnProcess;
import io.firn.testing.TortureEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One warehouse with a table of the samples and, where FIRN_CORPORA names them, of each folder of
 * corpora, and of events that no table could follow without bounds: Glue would take every table,
 * and Trino reads every table as Spark does.
 */
@Tag("long")
final class LakeChecksIT {
  private static final List<String> FOLDERS =
      List.of("app-json", "aws-vended", "cloudtrail", "k8s", "lambda", "otel", "text");
  private static final String NO_JDK = "found no JDK 24 or later";

  /** The ledger and the quarantine. */
  private static final int OWN_TABLES = 2;

  /** Every type that Firn writes, at the depth that it allows, and a row without any of them. */
  private static final String KINDS =
      """
      select timestamp_ntz '1969-12-31 23:59:59.999999' as at, timestamp '9999-12-31 00:00:00' as `select`,
        cast('-99999999999999999999999999999999999999' as decimal(38,0)) as big,
        double('-0.0') as ratio, true as ok, 'naïve \\'日本\\' 🙂' as element_at,
        map('Kéy', '', 'other', null) as labels,
        array(map('a', array(1L, null)), null, map()) as list,
        struct(struct(struct(struct(struct(struct(struct('deep' as h) as g) as f) as e) as `end`) as c)
          as `order`) as a
      union all select null, null, null, double('NaN'), false, '', map(), array(), null
      union all select null, null, null, null, null, null, null, null, null
      """;

  @TempDir static Path temporary;

  private static Path directory;
  private static int tables;
  private static long events;

  @BeforeAll
  static void ingest() throws Exception {
    directory = temporary.toRealPath();
    Map<String, CorpusExport> exports = exports();
    for (Map.Entry<String, CorpusExport> export : exports.entrySet()) {
      events += export.getValue().write(directory.resolve(export.getKey())).events();
    }
    TortureEvents.write(directory.resolve("torture"));
    events += TortureEvents.EVENTS;
    tables = exports.size() + 1 + OWN_TABLES;
    Path config = Files.writeString(directory.resolve("firn.yaml"), config(exports));
    FirnProcess.Result result = FirnProcess.run("ingest", "--config", config.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    FirnProcess.Result maintained = FirnProcess.run("maintain", "--config", config.toString());
    assertThat(maintained.exitCode()).as(maintained.err()).isZero();
    assertThat(maintained.out()).contains(" are now ");
  }

  private static Map<String, CorpusExport> exports() throws IOException {
    Map<String, CorpusExport> exports = new TreeMap<>();
    Path samples = Path.of(System.getProperty("firn.root", ""), "samples");
    exports.put("samples", CorpusExport.ofStamped(samples, "/corpora/samples"));
    String root = System.getenv("FIRN_CORPORA");
    if (root != null && !root.isEmpty()) {
      for (String folder : FOLDERS) {
        exports.put(
            folder, CorpusExport.ofFolders(Path.of(root), List.of(folder), "/corpora/" + folder));
      }
    }
    return exports;
  }

  private static String config(Map<String, CorpusExport> exports) {
    StringBuilder inputs = new StringBuilder("    - {path: torture, log-group: /torture}\n");
    StringBuilder routes = new StringBuilder("  - {log-group: /torture, table: logs.torture}\n");
    exports.forEach(
        (folder, export) -> {
          String group = export.logGroup();
          String table = "logs." + folder.replace('-', '_');
          inputs.append("    - {path: %s, log-group: %s}\n".formatted(folder, group));
          routes.append("  - {log-group: %s, table: %s}\n".formatted(group, table));
        });
    return "catalog: {warehouse: warehouse}\nmaintenance: {quiet-for: 0s}\ningest:\n  batch: {objects: 3}\n  inputs:\n%sroutes:\n%s"
        .formatted(inputs, routes);
  }

  /**
   * Beside good tables, of which one is empty and one has every type. The bad one's only value is
   * no UTF-8: engines do not agree on what to make of it.
   */
  @Test
  void brokenTableIsRefusedByBoth(@TempDir Path other) throws Exception {
    Path warehouse;
    try (Lake lake = new Lake(other.toRealPath())) {
      lake.createTable(Lake.ORDERS);
      warehouse = lake.settings().file().resolveSibling("");
    }
    sql(warehouse, "create table logs.kinds as " + KINDS);
    sql(warehouse, "create table logs.broken as select cast(X'C3' as string) as `Broken`");

    FirnProcess.Result glue = check("glue-check", warehouse);
    assertThat(glue.exitCode()).as(glue.err()).isEqualTo(4);
    assertThat(glue.err()).contains("logs.broken, column 'Broken': Invalid column name: 'Broken'");
    assertThat(glue.out()).isEqualTo("glue-check: 3 tables, 15 columns, 1 problems\n");

    FirnProcess.Result trino = checkWithTrino(warehouse);
    assertThat(trino.exitCode()).as(trino.err()).isEqualTo(4);
    assertThat(trino.err())
        .contains("logs.broken, Broken: checksum: Trino says ")
        .contains("logs.kinds: 3 rows, 9 columns, 22 places, 0 differences")
        .contains("logs.orders: 0 rows, 5 columns, 5 places, 0 differences");
    assertThat(trino.out()).isEqualTo("trino-check: 3 tables, 4 rows, 28 places, 4 differences\n");
  }

  private static void sql(Path warehouse, String statement) throws Exception {
    FirnProcess.Result made =
        FirnProcess.run("sql", "--warehouse", warehouse.toString(), statement);
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  @Test
  void glueTakesEveryTable() throws Exception {
    FirnProcess.Result result = check("glue-check", directory.resolve("warehouse"));
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .matches("glue-check: %d tables, [1-9]\\d* columns, 0 problems\n".formatted(tables));
  }

  @Test
  void trinoReadsEveryTableAsSparkDoes() throws Exception {
    FirnProcess.Result result = checkWithTrino(directory.resolve("warehouse"));
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .matches(
            "trino-check: %d tables, \\d+ rows, \\d+ places, 0 differences\n".formatted(tables));
    assertThat(rows(result)).isGreaterThanOrEqualTo(events);
  }

  /** The tables of events, and Firn's own. */
  private static long rows(FirnProcess.Result result) {
    return Long.parseLong(result.out().replaceFirst("(?s).* tables, (\\d+) rows.*", "$1"));
  }

  private static FirnProcess.Result checkWithTrino(Path warehouse) throws Exception {
    FirnProcess.Result result = check("trino-check", warehouse);
    assumeFalse(
        result.exitCode() == 3 && result.err().contains(NO_JDK),
        "Trino is not asked: " + NO_JDK + " (JDK24 may name one)");
    return result;
  }

  private static FirnProcess.Result check(String script, Path warehouse) throws Exception {
    FirnProcess.Result result = FirnProcess.runScript(script, warehouse.toString());
    System.out.printf(
        Locale.ROOT, "%s in %.1f s:%n%s", script, result.elapsed().toMillis() / 1e3, result.err());
    return result;
  }
}
