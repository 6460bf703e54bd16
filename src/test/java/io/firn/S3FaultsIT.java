package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import io.firn.testing.FaultyProxy;
import io.firn.testing.FaultyProxy.Fault;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalS3;
import io.firn.testing.NumberedExports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The packaged jar on an S3 that is slow, busy and unreliable. */
@Tag("long")
final class S3FaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final String WAREHOUSE = "s3://lake/warehouse";
  private static final int OBJECTS = 6;
  private static final int EVENTS = 5_000;

  @TempDir Path temporary;
  private Path directory;
  private LocalS3 s3;
  private FaultyProxy proxy;
  private NumberedExports exports;

  @BeforeEach
  void start() throws Exception {
    directory = temporary.toRealPath();
    s3 = LocalS3.start();
    proxy = FaultyProxy.before(s3.endpoint());
    s3.createBucket("landing");
    s3.createBucket("lake");
    exports = new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
    try (S3Client client = s3.client()) {
      exports.upload(client, "landing", "exports");
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    s3.close();
  }

  @Test
  void slowBusyAndResetConnectionsAreRetried() throws Exception {
    proxy
        .next(3, request -> request.reads("s0000/000000.gz"), new Fault.Reset(2_000))
        .next(1, request -> request.reads("s0001/000000.gz"), new Fault.Reset(0))
        .next(4, request -> request.reads("s0002/000000.gz"), new Fault.SlowDown())
        .next(2, request -> request.method().equals("HEAD"), new Fault.SlowDown())
        .next(2, request -> request.target().contains("list-type=2"), new Fault.SlowDown())
        .next(3, request -> request.method().equals("PUT"), new Fault.SlowDown())
        .next(1, request -> request.reads(".avro"), new Fault.Reset(100))
        .next(40, request -> true, new Fault.Latency(Duration.ofMillis(100)));
    JsonNode result = ingest(0);
    assertThat(proxy.outstanding()).isZero();
    assertThat(result.get("objects").asInt()).isEqualTo(OBJECTS);
    assertHoldsAll();
  }

  @Test
  void stalledReadIsGivenUpAndRetried() throws Exception {
    proxy.next(2, request -> request.reads("s0003/000000.gz"), new Fault.Stall(2_000));
    JsonNode result = ingest(0, "--conf", "spark.hadoop.fs.s3a.connection.timeout=3s");
    assertThat(proxy.outstanding()).isZero();
    assertThat(result.get("objects").asInt()).isEqualTo(OBJECTS);
    assertHoldsAll();
  }

  /** What its reader cannot get, the run leaves for the next one. */
  @Test
  void objectThatNeverComesIsLeftForTheNextRun() throws Exception {
    proxy.next(10_000, request -> request.reads("s0004/000000.gz"), new Fault.Reset(0));
    JsonNode result =
        ingest(
            3,
            "--conf",
            "spark.hadoop.fs.s3a.retry.limit=2",
            "--conf",
            "spark.hadoop.fs.s3a.attempts.maximum=2");
    assertThat(result.get("objects").asInt()).isEqualTo(OBJECTS - 1);
    assertThat(result.get("refused").findValuesAsText("object")).containsExactly(exports.uri(4));
    assertThat(result.get("refused").findValuesAsText("kind")).containsExactly("unreadable");

    proxy.close();
    proxy = FaultyProxy.before(s3.endpoint());
    assertThat(ingest(0).get("objects").asInt()).isEqualTo(1);
    assertHoldsAll();
  }

  /** The rest is taken in, and the run says which object it was. */
  @Test
  void objectDeletedBetweenPlanAndRead() throws Exception {
    proxy.next(
        1,
        request -> request.reads("s0005/000000.gz"),
        new Fault.Meanwhile(
            () -> {
              try (S3Client client = s3.client()) {
                client.deleteObject(
                    request -> request.bucket("landing").key(exports.uri(5).split("/", 4)[3]));
              }
            }));
    JsonNode result = ingest(3);
    assertThat(proxy.outstanding()).isZero();
    assertThat(result.get("objects").asInt()).isEqualTo(OBJECTS - 1);
    assertThat(result.get("refused").findValuesAsText("object")).containsExactly(exports.uri(5));
    assertThat(result.get("refused").findValuesAsText("kind")).containsExactly("changed");
    assertThat(ingest(0).get("objects").asInt()).isZero();
  }

  private JsonNode ingest(int exitCode, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("ingest", "--input", "s3://landing/exports", "--json"));
    arguments.addAll(List.of("--warehouse", WAREHOUSE));
    arguments.addAll(List.of("--catalog-file", directory.resolve("catalog.db").toString()));
    arguments.addAll(List.of("--table", TABLE.toString(), "--log-group", "/shop"));
    Map<String, String> environment = s3.environment();
    environment.put("AWS_ENDPOINT_URL_S3", proxy.endpoint().toString());
    FirnProcess.Result result = FirnProcess.run(environment, arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    return JSON.readTree(result.out());
  }

  private void assertHoldsAll() throws IOException {
    JdbcSettings settings =
        new JdbcSettings(
            WAREHOUSE,
            directory.resolve("catalog.db"),
            s3.icebergProperties(),
            Duration.ofSeconds(60));
    try (OpenCatalog catalog = Catalogs.open(settings, new Configuration())) {
      exports.assertAllIn(catalog.catalog().loadTable(LogTables.identifier(TABLE)));
    }
  }
}
