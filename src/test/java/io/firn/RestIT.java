package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.table.Catalogs;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalRest;
import io.firn.testing.LocalS3;
import io.firn.testing.NumberedExports;
import io.firn.testing.RestProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The packaged jar on a REST catalog that wants a token, its tables and its state in S3. */
@Tag("long")
final class RestIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TableName ORDERS = TableName.parse("logs.orders");
  private static final long SEED = Long.getLong("firn.seed", 20_261_127);
  private static final String TOKEN = "t0ken-s3cret";

  @TempDir Path temporary;
  private Path directory;
  private LocalS3 s3;
  private LocalRest server;
  private RestProxy proxy;
  private NumberedExports exports;

  @BeforeEach
  void start() throws Exception {
    directory = temporary.toRealPath();
    s3 = LocalS3.start();
    s3.createBucket("lake");
    server =
        LocalRest.start(directory.resolve("rest"), "s3://lake/warehouse", s3.icebergProperties());
    proxy = RestProxy.start(server.uri());
    proxy.require(TOKEN);
    exports = new NumberedExports(directory.resolve("landing"), 4, 200).addBatch();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
    s3.close();
  }

  @Test
  void twoBatchesAreTakenInAndQueried() throws Exception {
    JsonNode preview = JSON.readTree(succeed("ingest", "--dry-run", "--json"));
    assertThat(preview.get("events").asLong()).isEqualTo(exports.events());
    look(
        open -> {
          assertThat(((SupportsNamespaces) open.catalog()).listNamespaces()).isEmpty();
          return open;
        });

    succeed("ingest");
    exports.addBatch();
    JsonNode second = JSON.readTree(succeed("ingest", "--json"));
    assertThat(second.at("/tables/0/columns_added").toString()).contains("fresh_1");
    assertHoldsExactly();

    String count = "select count(*) as n, count(distinct log_batch) as b from logs.orders";
    assertThat(succeed("sql", "--format", "json", count).strip())
        .isEqualTo("{\"n\":" + exports.events() + ",\"b\":2}");
    JsonNode ledger = JSON.readTree(succeed("ledger", "list", "--json"));
    assertThat(ledger.path("batches").findValuesAsText("state"))
        .containsExactly("ingested", "ingested");
  }

  /** Neither the config's text nor the session's settings show it. */
  @Test
  void theTokenIsNotShown() throws Exception {
    succeed("ingest");
    for (String[] command :
        new String[][] {
          {"config"},
          {"sql", "SET"},
          {"sql", "--format", "json", "SET spark.sql.catalog.lake.token"},
          {"--verbose", "schema", "logs.none"}
        }) {
      FirnProcess.Result result = run(proxy.uri(), TOKEN, command);
      assertThat(result.out() + result.err()).as("%s", List.of(command)).doesNotContain("s3cret");
    }
    assertThat(succeed("config")).contains("token:\n    env: FIRN_CATALOG_TOKEN\n");
  }

  /** What the session was told, and what every query's job was, is in the event log. */
  @Test
  void noSecretIsInSparksEventLog() throws Exception {
    Path log = Files.createDirectory(directory.resolve("event-log"));
    FirnProcess.Result result =
        run(
            proxy.uri(),
            TOKEN,
            "sql",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=" + log.toUri(),
            "--conf",
            "spark.yarn.appMasterEnv.FIRN_CATALOG_TOKEN=" + TOKEN,
            "--conf",
            "spark.emr-serverless.driverEnv.FIRN_MASK_KEY=" + TOKEN,
            "select 1 from lake.logs.none");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    succeed("ingest");
    assertThat(
            run(
                    proxy.uri(),
                    TOKEN,
                    "sql",
                    "--conf",
                    "spark.eventLog.enabled=true",
                    "--conf",
                    "spark.eventLog.dir=" + log.toUri(),
                    "select count(*) from logs.orders")
                .out())
        .contains(String.valueOf(exports.events()));
    try (Stream<Path> files = Files.list(log)) {
      List<Path> logs = files.toList();
      assertThat(logs).hasSize(2);
      for (Path file : logs) {
        assertThat(Files.readString(file))
            .contains("spark.sql.catalog.lake.uri")
            .doesNotContain("s3cret");
      }
    }
  }

  @Test
  void twoProcessesShareTheWork() throws Exception {
    for (int batch = 0; batch < 4; batch++) {
      exports.addBatch();
    }
    try (FirnProcess one = startProcess(proxy.uri(), TOKEN, "ingest", "--json");
        FirnProcess other = startProcess(proxy.uri(), TOKEN, "ingest", "--json")) {
      for (FirnProcess process : List.of(one, other)) {
        FirnProcess.Result result = process.await();
        assertThat(result.exitCode()).as(result.err()).isZero();
      }
    }
    assertHoldsExactly();
  }

  @Test
  void aKilledRunIsFinishedOrUndone() throws Exception {
    Random random = new Random(SEED);
    Duration life = run(proxy.uri(), TOKEN, "ingest").elapsed();
    for (int part = 1; part <= 3; part++) {
      exports.addBatch();
      Duration moment =
          Duration.ofNanos((long) (life.toNanos() * (part + random.nextDouble()) / 4));
      try (FirnProcess process = startProcess(proxy.uri(), TOKEN, "ingest")) {
        process.killAfter(moment);
      }
      succeed("ingest");
      assertHoldsExactly();
    }
  }

  @Test
  void failuresSayWhatToDo() throws Exception {
    FirnProcess.Result wrong = run(proxy.uri(), "other-s3cret", "ingest");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.err().lines().filter(line -> line.startsWith("firn: ")))
        .containsExactly(
            "firn: Cannot open catalog "
                + proxy.uri()
                + " (warehouse s3://lake/warehouse): Not authorized: no such token (check what the config's catalog has as token,"
                + " credential or sigv4: it may be wrong, or have expired)");

    FirnProcess.Result none = run(proxy.uri(), null, "ingest");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .contains("Cannot read token: environment variable FIRN_CATALOG_TOKEN is not set");

    proxy.spoil("/tables", RestProxy.Fault.FORBIDDEN);
    FirnProcess.Result forbidden = run(proxy.uri(), TOKEN, "ingest");
    assertThat(forbidden.exitCode()).isEqualTo(3);
    assertThat(forbidden.err())
        .contains(
            "firn: Cannot use catalog: Forbidden: Forbidden (the catalog must allow it to the user or"
                + " role that the process runs as)");

    RestProxy gone = RestProxy.start(server.uri());
    gone.close();
    FirnProcess.Result down = run(gone.uri(), TOKEN, "ingest");
    assertThat(down.exitCode()).isEqualTo(3);
    assertThat(down.err())
        .contains(
            "firn: Cannot open catalog "
                + gone.uri()
                + " (warehouse s3://lake/warehouse): Error occurred while processing GET request (check catalog.uri, and that its"
                + " server is up)");
  }

  private String succeed(String... command) throws Exception {
    FirnProcess.Result result = run(proxy.uri(), TOKEN, command);
    assertThat(result.exitCode()).as("%s: %s", List.of(command), result.err()).isZero();
    return result.out();
  }

  private FirnProcess.Result run(URI catalog, String token, String... command) throws Exception {
    try (FirnProcess process = startProcess(catalog, token, command)) {
      return process.await();
    }
  }

  /** The options of the config go after the command's own words. */
  private FirnProcess startProcess(URI catalog, String token, String... command)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("firn.yaml"),
            """
            catalog: {type: rest, uri: %s, warehouse: s3://lake/warehouse, token: {env: FIRN_CATALOG_TOKEN}}
            ingest:
              inputs: [{path: landing, log-group: /shop/orders}]
              batch: {objects: 4}
              lease: 10s
            routes:
              - {log-group: "*", table: logs.orders}
            """
                .formatted(catalog));
    Map<String, String> environment = new HashMap<>(s3.environment());
    if (token != null) {
      environment.put("FIRN_CATALOG_TOKEN", token);
    }
    List<String> words = new ArrayList<>(List.of(command));
    int at =
        command.length > 1 && command[0].equals("ledger") ? 2 : command[0].startsWith("--") ? 2 : 1;
    words.addAll(at, List.of("--config", config.toString()));
    return FirnProcess.start(environment, words.toArray(String[]::new));
  }

  private interface Look {
    Object at(OpenCatalog open) throws IOException;
  }

  private void look(Look look) throws IOException {
    try (OpenCatalog open =
        Catalogs.open(server.settings(s3.icebergProperties()), new Configuration())) {
      look.at(open);
    }
  }

  /** All events, each once; no branch and no lease is left. */
  private void assertHoldsExactly() throws IOException {
    look(
        open -> {
          Table table = open.catalog().loadTable(LogTables.identifier(ORDERS));
          exports.assertAllIn(table);
          assertThat(table.refs()).containsOnlyKeys("main");
          return table;
        });
    try (S3Client client = s3.client()) {
      assertThat(client.listObjectsV2(request -> request.bucket("lake")).contents())
          .extracting(S3Object::key)
          .isNotEmpty()
          .noneMatch(key -> key.startsWith("warehouse/firn-state/leases/"));
    }
  }
}
