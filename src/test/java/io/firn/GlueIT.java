package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.jobs.IngestPermissions;
import io.firn.table.Catalogs;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.FaultyProxy;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalAws;
import io.firn.testing.NumberedExports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;

/**
 * The packaged jar on a Glue Data Catalog and an S3, both moto's; one writer at a time. What it
 * asks of them is what the policy of a run allows.
 */
@Tag("glue")
final class GlueIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TableName ORDERS = TableName.parse("logs.orders");
  private static final int LONGEST_COMMENT = 255;

  @TempDir Path temporary;
  private Path directory;
  private LocalAws aws;
  private FaultyProxy proxy;
  private NumberedExports exports;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(LocalAws.isInstalled(), "moto is not installed (pip install 'moto[server]')");
    directory = temporary.toRealPath();
    aws = LocalAws.start();
    proxy = FaultyProxy.before(aws.endpoint());
    aws.createBucket("lake");
    exports = new NumberedExports(directory.resolve("landing"), 4, 200).addBatch();
    Files.writeString(
        directory.resolve("firn.yaml"),
        """
        catalog: {type: glue, warehouse: s3://lake/warehouse}
        ingest:
          inputs: [{path: landing, log-group: /shop/orders}]
        routes:
          - {log-group: "*", table: logs.orders}
        """);
  }

  @AfterEach
  void stop() throws IOException {
    if (aws == null) {
      return;
    }
    aws.close();
    proxy.close();
    IngestPermissions.assertAllow(proxy.requests());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = aws.environment();
    environment.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
    return environment;
  }

  @Test
  void twoBatchesAreTakenInAndQueried() throws Exception {
    JsonNode preview = JSON.readTree(succeed("ingest", "--dry-run", "--json"));
    assertThat(preview.get("events").asLong()).isEqualTo(exports.events());
    assertThat(databases()).isEmpty();

    succeed("ingest");
    exports.addBatch();
    JsonNode second = JSON.readTree(succeed("ingest", "--json"));
    assertThat(second.at("/tables/0/columns_added").toString()).contains("fresh_1");
    assertHoldsExactly();
    assertThat(databases()).containsExactlyInAnyOrder("firn", "logs");

    String count = "select count(*) as n, count(distinct log_batch) as b from logs.orders";
    assertThat(succeed("sql", "--format", "json", count).strip())
        .isEqualTo("{\"n\":" + exports.events() + ",\"b\":2}");
    JsonNode ledger = JSON.readTree(succeed("ledger", "list", "--json"));
    assertThat(ledger.path("batches").findValuesAsText("state"))
        .containsExactly("ingested", "ingested");
    assertThat(succeed("schema", "logs.orders")).contains("fresh_1");
  }

  /** What Athena goes by, and what people see in the console. */
  @Test
  void glueKnowsTheColumns() throws Exception {
    String longKey = "k".repeat(300);
    Path object =
        Files.createDirectories(
            directory.resolve("landing/0f8fad5b-d9cb-469f-a165-70867728950e/s9999"));
    Files.writeString(
        object.resolve("000000"),
        "2026-01-01T00:00:00.000Z {\"Total\":1.5,\"ok\":true,\"who\":{\"id\":7,\"tags\":[\"a\"]},"
            + "\"labels\":{\"x\":\"y\"},\""
            + longKey
            + "\":1}\n");
    succeed("ingest");
    try (GlueClient glue = aws.glue()) {
      var table = glue.getTable(request -> request.databaseName("logs").name("orders")).table();
      assertThat(table.parameters()).containsEntry("table_type", "ICEBERG");
      assertThat(table.storageDescriptor().location())
          .isEqualTo("s3://lake/warehouse/logs.db/orders");
      Map<String, Column> columns = new HashMap<>();
      table.storageDescriptor().columns().forEach(column -> columns.put(column.name(), column));
      assertThat(columns.get("log_time").type()).isEqualTo("timestamp");
      assertThat(columns.get("total").type()).isEqualTo("double");
      assertThat(columns.get("total").comment()).isEqualTo("Total");
      assertThat(columns.get("ok").type()).isEqualTo("boolean");
      assertThat(columns.get("who").type()).isEqualTo("struct<id:bigint,tags:array<string>>");
      assertThat(columns.get("labels").type()).isEqualTo("map<string,string>");
      assertThat(columns.values())
          .allMatch(
              column -> column.comment() == null || column.comment().length() <= LONGEST_COMMENT);
      assertThat(
              glue.getTableVersions(request -> request.databaseName("logs").tableName("orders"))
                  .tableVersions())
          .isNotEmpty();
    }
  }

  @Test
  void failuresSayWhatToDo() throws Exception {
    Map<String, String> nobody = new HashMap<>(aws.environment());
    nobody.keySet().removeIf(name -> name.contains("KEY"));
    nobody.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "");
    assertFailure(
        nobody,
        "firn: Cannot use AWS: Unable to load credentials from any of the providers (give the"
            + " process AWS credentials: a role, AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY)");
    Map<String, String> nowhere = new HashMap<>(aws.environment());
    nowhere.remove("AWS_REGION");
    assertFailure(nowhere, "(name the Region: aws.region in the config, or AWS_REGION)");
    Map<String, String> unreachable = new HashMap<>(aws.environment());
    unreachable.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    assertFailure(
        unreachable,
        "(check the Region (aws.region in the config, or AWS_REGION), and the endpoint"
            + " (AWS_ENDPOINT_URL) if one is set)");
  }

  private void assertFailure(Map<String, String> environment, String message) throws Exception {
    FirnProcess.Result result = run(environment, "ledger", "list");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
    assertThat(result.err()).contains(message);
  }

  private List<String> databases() {
    try (GlueClient glue = aws.glue()) {
      return glue.getDatabases(request -> {}).databaseList().stream().map(Database::name).toList();
    }
  }

  private String succeed(String... command) throws Exception {
    FirnProcess.Result result = run(environment(), command);
    assertThat(result.exitCode()).as("%s: %s", List.of(command), result.err()).isZero();
    return result.out();
  }

  private FirnProcess.Result run(Map<String, String> environment, String... command)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    int at = command[0].equals("ledger") ? 2 : 1;
    words.addAll(at, List.of("--config", directory.resolve("firn.yaml").toString()));
    return FirnProcess.run(environment, words.toArray(String[]::new));
  }

  private void assertHoldsExactly() throws IOException {
    try (OpenCatalog open =
        Catalogs.open(aws.settings("s3://lake/warehouse"), new Configuration())) {
      Table table = open.catalog().loadTable(LogTables.identifier(ORDERS));
      exports.assertAllIn(table);
      assertThat(table.refs()).containsOnlyKeys("main");
    }
  }
}
