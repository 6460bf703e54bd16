package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import io.firn.testing.NumberedExports;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code firn maintain} of the packaged jar, by itself and as part of {@code firn run}. */
final class MaintainIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private String config;
  private NumberedExports exports;

  @BeforeEach
  void ingest() throws Exception {
    Path root = directory.toRealPath();
    exports = new NumberedExports(root.resolve("landing"), 4, 20).addBatch();
    config =
        Files.writeString(
                root.resolve("firn.yaml"),
                """
                catalog: {warehouse: warehouse}
                ingest: {inputs: [{path: landing, log-group: /orders}], batch: {objects: 1}}
                maintenance: {quiet-for: 0s, every: 0s}
                routes: [{log-group: /orders, table: logs.orders, bloom: [log_stream]}]
                """)
            .toString();
    firn(0, "ingest", "--config", config);
  }

  private static FirnProcess.Result firn(int exitCode, String... arguments) throws Exception {
    FirnProcess.Result result = FirnProcess.run(arguments);
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }

  private long events() throws Exception {
    String count = "select count(distinct log_object, log_position), count(*) from logs.orders";
    String[] row =
        firn(0, "sql", "--config", config, "--format", "csv", count)
            .outLines()
            .get(1)
            .split(",", -1);
    assertThat(row[0]).isEqualTo(row[1]);
    return Long.parseLong(row[1]);
  }

  @Test
  void plansThenDoesAndHasNothingToDoThen() throws Exception {
    FirnProcess.Result plan = firn(0, "maintain", "--config", config, "--dry-run");
    assertThat(plan.out())
        .contains("compaction logs.orders 2026-01-01: 4 files where 1 would do (4 files, ")
        .contains("compaction firn.ledger ingested: ")
        .contains("layout logs.orders: ")
        .contains("Would maintain 3 tables, ");
    assertThat(events()).isEqualTo(exports.events());

    FirnProcess.Result only =
        firn(0, "maintain", "--config", config, "--table", "firn.ledger", "--quiet");
    assertThat(only.out()).contains("Maintained 1 table, ").doesNotContain("logs.orders");
    assertThat(only.err()).doesNotContain("firn: maintain");

    JsonNode done = JSON.readTree(firn(0, "maintain", "--config", config, "--json").out());
    assertThat(done.get("exit_code").asInt()).isZero();
    assertThat(done.get("failures")).isEmpty();
    JsonNode orders = done.get("tables").get(2);
    assertThat(orders.get("table").asText()).isEqualTo("logs.orders");
    assertThat(orders.get("files_before").asInt()).isEqualTo(4);
    assertThat(orders.get("files_after").asInt()).isEqualTo(1);
    assertThat(events()).isEqualTo(exports.events());

    assertThat(firn(0, "maintain", "--config", config, "--dry-run").outLines())
        .last()
        .asString()
        .startsWith("Nothing to maintain: 3 tables in order (");
  }

  @Test
  void aRunMaintainsWhenThatIsDue() throws Exception {
    exports.addBatch();
    JsonNode run = JSON.readTree(firn(0, "run", "--config", config, "--json").out());
    assertThat(run.get("ingest").get("objects").asInt()).isEqualTo(4);
    assertThat(run.get("maintain").get("exit_code").asInt()).isZero();
    assertThat(run.get("maintain").get("tables")).hasSize(3);
    assertThat(events()).isEqualTo(exports.events());
    Files.writeString(
        Path.of(config), Files.readString(Path.of(config)).replace("every: 0s", "every: 1d"));
    FirnProcess.Result again = firn(0, "run", "--config", config);
    assertThat(again.out()).startsWith("Ingest: ").doesNotContain("Maintain");
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    assertThat(firn(2, "maintain", "--config", config, "--table", "logs.nothing").err())
        .contains("firn: Cannot maintain logs.nothing: Firn has made no such table");
    assertThat(firn(2, "maintain", "--config", config, "--max-bytes", "many").err())
        .contains("firn: Invalid size: 'many'");
  }
}
