package io.firn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.jobs.IngestPermissions;
import io.firn.testing.FaultyProxy;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The packaged jar from one bucket into another; only the catalog's file is on the disk. What it
 * asks of S3 is what the policy of a run allows.
 */
final class S3IT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "exports/0f8fad5b-d9cb-469f-a165-70867728950e/";

  @TempDir Path directory;

  private LocalS3 s3;
  private FaultyProxy proxy;
  private S3Client client;

  @BeforeEach
  void start() throws Exception {
    s3 = LocalS3.start();
    proxy = FaultyProxy.before(s3.endpoint());
    s3.createBucket("landing");
    s3.createBucket("lake");
    s3.createBucket("artifacts");
    client = s3.client();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    s3.close();
    proxy.close();
    IngestPermissions.assertAllow(proxy.requests(), "s3");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = s3.environment();
    environment.put("AWS_ENDPOINT_URL_S3", proxy.endpoint().toString());
    return environment;
  }

  @Test
  void objectsOfABucketBecomeATableInAnother() throws Exception {
    String lambda = "2026-01-01-[$LATEST]00000000000000000000000000000001";
    put(PREFIX + lambda + "/000000.gz", "{\"a\":1,\"c\":{\"d\":[1,2]}}", "some text");
    put(PREFIX + "b/000000.gz", "{\"a\":2}");
    client.putObject(
        request -> request.bucket("landing").key("exports/aws-logs-write-test"),
        RequestBody.fromString("Permission Check Successful"));

    JsonNode first = ingest(0);
    assertThat(first.get("objects").asInt()).isEqualTo(2);
    assertThat(first.get("events").asInt()).isEqualTo(3);
    assertThat(first.get("ignored").asInt()).isEqualTo(1);

    JsonNode second = ingest(0);
    assertThat(second.get("objects").asInt()).isZero();
    assertThat(second.get("present").asInt()).isEqualTo(2);

    put(PREFIX + "b/000000.gz", "{\"a\":3}");
    JsonNode third = ingest(4);
    assertThat(third.get("objects").asInt()).isZero();
    assertThat(third.get("refused").findValuesAsText("object"))
        .containsExactly("s3://landing/" + PREFIX + "b/000000.gz");

    assertRows(lambda);
    assertThat(keys("lake")).isNotEmpty().allMatch(key -> key.startsWith("warehouse/"));
    assertThat(localFiles()).allMatch(name -> name.matches("catalog\\.db.*|firn-state.*"));
  }

  @Test
  void runsMeetInS3AndOverwrittenObjectsComeInOnRequest() throws Exception {
    put(PREFIX + "b/000000.gz", "{\"a\":2}");
    assertThat(ingest(0).get("objects").asInt()).isEqualTo(1);
    put(PREFIX + "b/000000.gz", "{\"a\":3}", "{\"a\":4}");

    JsonNode ignored = configured("ignore");
    assertThat(ignored.get("present").asInt()).isEqualTo(1);
    assertThat(ignored.get("objects").asInt()).isZero();
    assertThat(configured("ingest").get("events").asInt()).isEqualTo(2);
    assertThat(configured("ingest").get("objects").asInt()).isZero();

    FirnProcess.Result rows = sql("select a from logs.orders order by a");
    assertThat(rows.outLines()).containsExactly("{\"a\":2}", "{\"a\":3}", "{\"a\":4}");
    assertThat(keys("lake"))
        .isNotEmpty()
        .noneMatch(key -> key.startsWith("warehouse/state/leases/"));
  }

  /** The config is in S3 too. */
  private JsonNode configured(String onOverwrite) throws Exception {
    String config =
        """
        catalog: {warehouse: s3://lake/warehouse, file: %s}
        state: s3://lake/warehouse/state
        ingest:
          on-overwrite: %s
          inputs:
            - {path: s3://landing/exports, log-group: /aws/lambda/orders, quiet-for: 0s}
        routes:
          - {log-group: "*", table: logs.orders}
        """
            .formatted(directory.resolve("catalog.db"), onOverwrite);
    client.putObject(
        request -> request.bucket("artifacts").key("firn/firn.yaml"),
        RequestBody.fromString(config));
    FirnProcess.Result result =
        FirnProcess.run(
            environment(), "ingest", "--config", "s3://artifacts/firn/firn.yaml", "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    return JSON.readTree(result.out());
  }

  private void assertRows(String lambda) throws Exception {
    FirnProcess.Result rows =
        sql(
            "select o.log_object, o.log_position, o.log_stream, o.a, o.c, o.log_message, l.bucket,"
                + " l.key, l.etag from logs.orders o join firn.ledger l"
                + " on o.log_object = concat('s3://', l.bucket, '/', l.key)"
                + " where l.event = 'ingested' order by o.a nulls last");
    assertThat(rows.exitCode()).as(rows.err()).isZero();
    List<JsonNode> found = new ArrayList<>();
    for (String line : rows.outLines()) {
      found.add(JSON.readTree(line));
    }
    String object = "s3://landing/" + PREFIX + lambda + "/000000.gz";
    assertThat(found).hasSize(3);
    assertThat(found).allMatch(row -> row.get("etag").asText().matches("[0-9a-f]{32}"));
    assertThat(found).allMatch(row -> row.get("bucket").asText().equals("landing"));
    assertThat(found.get(0).get("log_object").asText()).isEqualTo(object);
    assertThat(found.get(0).get("log_stream").asText())
        .isEqualTo("2026/01/01/[$LATEST]00000000000000000000000000000001");
    assertThat(found.get(0).get("c").toString()).isEqualTo("{\"d\":[1,2]}");
    assertThat(found.get(1).get("log_object").asText())
        .isEqualTo("s3://landing/" + PREFIX + "b/000000.gz");
    assertThat(found.get(1).get("a").asInt()).isEqualTo(2);
    assertThat(found.get(2).get("log_object").asText()).isEqualTo(object);
    assertThat(found.get(2).get("log_position").asInt()).isEqualTo(2);
    assertThat(found.get(2).get("log_message").asText()).isEqualTo("some text");
  }

  private JsonNode ingest(int exitCode) throws Exception {
    FirnProcess.Result result =
        FirnProcess.run(
            environment(),
            "ingest",
            "--input",
            "s3a://landing/exports",
            "--table",
            "logs.orders",
            "--log-group",
            "/aws/lambda/orders",
            "--warehouse",
            "s3://lake/warehouse",
            "--catalog-file",
            directory.resolve("catalog.db").toString(),
            "--json");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    return JSON.readTree(result.out());
  }

  private FirnProcess.Result sql(String query) throws Exception {
    return FirnProcess.run(
        environment(),
        "sql",
        "--warehouse",
        "s3://lake/warehouse",
        "--catalog-file",
        directory.resolve("catalog.db").toString(),
        "--format",
        "json",
        query);
  }

  private List<String> keys(String bucket) {
    return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private List<String> localFiles() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }

  private void put(String key, String... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (String message : messages) {
        gzip.write(("2026-01-01T00:00:00.000Z " + message + "\n").getBytes(UTF_8));
      }
    }
    client.putObject(
        request -> request.bucket("landing").key(key), RequestBody.fromBytes(bytes.toByteArray()));
  }
}
