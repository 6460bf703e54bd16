package io.firn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar as people and programs meet it: exit codes, what goes where. The ordered tests
 * share a warehouse, since each start takes seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CommandLineIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TASK = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final String COUNT_AND_SUM = "select count(*) n, sum(a) s from logs.orders";

  @TempDir static Path directory;

  private Path landing;
  private Path warehouse;

  @BeforeEach
  void paths() throws IOException {
    landing = directory.toRealPath().resolve("landing");
    warehouse = directory.toRealPath().resolve("warehouse");
  }

  @Test
  @Order(1)
  void ingestSaysWhatItDidInOneLine() throws Exception {
    export("one", "{\"a\":1}", "{\"a\":2}");
    export("two", "{\"a\":3}", "plain text");
    write(landing.resolve("aws-logs-write-test"), "Permission Check Successful".getBytes(UTF_8));
    write(landing.resolve("_SUCCESS"), new byte[0]);
    write(landing.resolve(".hidden/000000.gz"), new byte[] {1});

    FirnProcess.Result result = ingest();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines())
        .singleElement()
        .asString()
        .startsWith("Ingested 2 objects, 4 events into logs.orders (")
        .contains("; 2 tasks, 0 reruns; 1 column added)")
        .endsWith(" s; 0 objects already there, 3 ignored, 0 quarantined, 0 refused");
  }

  @Test
  @Order(2)
  void nothingToDoIsSuccessAndJsonIsOneObject() throws Exception {
    FirnProcess.Result result = ingest("--json");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode json = onlyObject(result);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "preview",
            "exit_code",
            "batches",
            "objects",
            "windows",
            "events",
            "filtered",
            "bad_records",
            "rescued",
            "unparsed",
            "without_text",
            "values_dropped",
            "values_masked",
            "duplicates",
            "present",
            "ignored",
            "quarantined",
            "quarantined_before",
            "held",
            "left",
            "listed_all",
            "control_messages",
            "bytes_read",
            "bytes_inflated",
            "bytes_written",
            "tasks",
            "reruns",
            "seconds",
            "seconds_by_phase",
            "tables",
            "refused",
            "failed_inputs",
            "recovered",
            "lost",
            "error");
    assertThat(json.get("exit_code").asInt()).isZero();
    assertThat(json.get("batches")).isEmpty();
    assertThat(json.get("tables")).isEmpty();
    assertThat(json.get("objects").asInt()).isZero();
    assertThat(json.get("present").asInt()).isEqualTo(2);
    assertThat(json.get("ignored").asInt()).isEqualTo(3);
  }

  /** A query runs meanwhile: both have the SQLite catalog open. */
  @Test
  @Order(3)
  void refusedObjectsAreNamedAndTheRestIsIngestedBesideAQuery() throws Exception {
    byte[] whole = export("three", "{\"a\":10,\"b\":true}");
    write(object("cut"), Arrays.copyOf(whole, whole.length - 5));
    write(object("bare"), "no stamp\n".getBytes(UTF_8));
    Path overwritten = object("one");
    export("one", "{\"a\":1000}");

    try (FirnProcess ingest = FirnProcess.start(ingestArguments("--json"));
        FirnProcess sql = FirnProcess.start(sqlArguments(COUNT_AND_SUM, "json"))) {
      FirnProcess.Result query = sql.await();
      FirnProcess.Result result = ingest.await();

      assertThat(query.exitCode()).as(query.err()).isZero();
      assertThat(query.out()).isIn("{\"n\":4,\"s\":6}\n", "{\"n\":5,\"s\":16}\n");
      assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
      JsonNode json = onlyObject(result);
      assertThat(json.get("objects").asInt()).isEqualTo(1);
      assertThat(json.get("present").asInt()).isEqualTo(1);
      assertThat(json.get("exit_code").asInt()).isEqualTo(4);
      JsonNode table = json.get("tables").get(0);
      assertThat(table.get("table").asText()).isEqualTo("logs.orders");
      assertThat(table.get("events").asInt()).isEqualTo(1);
      assertThat(table.get("columns_added").toString()).isEqualTo("[\"b\"]");
      assertThat(table.get("snapshot").isNumber()).isTrue();
      assertThat(json.get("quarantined").asInt()).isEqualTo(2);
      assertThat(json.get("seconds_by_phase").fieldNames())
          .toIterable()
          .containsExactly("recover", "plan", "read", "settle", "reread", "publish");
      assertThat(json.get("refused").findValuesAsText("object"))
          .containsExactlyInAnyOrder(
              "file://" + overwritten, "file://" + object("cut"), "file://" + object("bare"));
      assertThat(result.err())
          .contains("firn: Cannot ingest file://" + overwritten + ": it was ingested as version ")
          .contains("put the new version under another key")
          .contains("firn: Quarantined file://" + object("cut") + ": ")
          .contains("firn: Quarantined file://" + object("bare") + ": it has no export lines");
    }
  }

  @Test
  @Order(4)
  void sqlPrintsRowsAndNothingElse() throws Exception {
    FirnProcess.Result json =
        FirnProcess.run(
            sqlArguments("select a, b, log_message m from logs.orders order by a", "json"));
    assertThat(json.exitCode()).as(json.err()).isZero();
    assertThat(json.outLines())
        .containsExactly(
            "{\"a\":null,\"b\":null,\"m\":\"plain text\"}",
            "{\"a\":1,\"b\":null,\"m\":null}",
            "{\"a\":2,\"b\":null,\"m\":null}",
            "{\"a\":3,\"b\":null,\"m\":null}",
            "{\"a\":10,\"b\":true,\"m\":null}");
    FirnProcess.Result csv = FirnProcess.run(sqlArguments(COUNT_AND_SUM, "csv"));
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    assertThat(csv.out()).isEqualTo("n,s\r\n5,16\r\n");
  }

  @Test
  @Order(6)
  void mistakesAreUsage() throws Exception {
    assertUsage(
        "firn: Cannot run query: [PARSE_SYNTAX_ERROR]", sqlArguments("selekt 1 from", "table"));
    FirnProcess.Result missing = ingest("--input", directory.resolve("none").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .contains(
            "firn: Cannot read input "
                + directory.resolve("none")
                + ": there is no such directory, file or prefix");
    assertThat(missing.out()).startsWith("Nothing ingested in ");
  }

  @Test
  void mistakesInOptionsAreUsageAndMakeNothing() throws Exception {
    String none = directory.resolve("nowhere").toString();
    assertUsage(
        "Possible solutions: --account",
        options(none, "logs.orders", "/shop/orders", "--accout", "1"));
    assertUsage("firn: Unknown option", options(none, "logs.orders", "/shop/orders", "--xyz"));
    assertUsage("firn: Invalid table: 'Orders'", options(none, "Orders", "/shop/orders"));
    assertUsage("firn: Invalid log group: 'a b'", options(none, "logs.orders", "a b"));
    assertUsage(
        "firn: Cannot open catalog " + none + ": no catalog.db there (run firn ingest first)",
        "sql",
        "--warehouse",
        none,
        "select 1");
    assertUsage(
        "firn: Missing option: --config <file> or --warehouse <dir>",
        "ingest",
        "--input",
        ".",
        "--table",
        "logs.orders",
        "--log-group",
        "/shop/orders");
    assertThat(Path.of(none)).doesNotExist();
  }

  /** The shipped file; what it comes to, read again; and one with two problems. */
  @Test
  void configIsPrintedOrItsProblemsAre() throws Exception {
    Map<String, String> key = Map.of("FIRN_MASK_KEY", "not for anyone to see");
    String shipped = Path.of(System.getProperty("firn.root"), "conf/firn.yaml").toString();
    FirnProcess.Result first = FirnProcess.run(key, "config", "--config", shipped);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.outLines())
        .startsWith("aws:", "  region: eu-central-1", "catalog:", "  type: jdbc")
        .contains("    env: FIRN_MASK_KEY");
    Path printed = Files.writeString(directory.resolve("printed.yaml"), first.out());
    FirnProcess.Result again = FirnProcess.run(key, "config", "--config", printed.toString());
    assertThat(again.out()).isEqualTo(first.out()).doesNotContain("not for anyone");

    String broken = directory.resolve("broken.yaml").toString();
    Files.writeString(Path.of(broken), "catalog: {warehouse: w, type: hive}\nlanding: x\n");
    FirnProcess.Result refused = FirnProcess.run("config", "--config", broken);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains(
            "firn: "
                + broken
                + ":1:31: catalog.type: Invalid catalog type: hive (must be glue, rest or jdbc)\nfirn: "
                + broken
                + ":2:1: landing: Unknown key\n")
        .doesNotContain("\tat ");
  }

  private static void assertUsage(String message, String... arguments) throws Exception {
    FirnProcess.Result result = FirnProcess.run(arguments);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  private static String[] options(String warehouse, String table, String group, String... more) {
    String[] fixed = {
      "ingest", "--input", ".", "--warehouse", warehouse, "--table", table, "--log-group", group
    };
    return joined(fixed, more);
  }

  private FirnProcess.Result ingest(String... options) throws Exception {
    return FirnProcess.run(ingestArguments(options));
  }

  private String[] ingestArguments(String... options) {
    String[] fixed = {
      "ingest",
      "--warehouse",
      warehouse.toString(),
      "--table",
      "logs.orders",
      "--log-group",
      "/shop/orders"
    };
    boolean hasInput = List.of(options).contains("--input");
    String[] input = hasInput ? new String[0] : new String[] {"--input", landing.toString()};
    return joined(joined(fixed, input), options);
  }

  private String[] sqlArguments(String query, String format) {
    return new String[] {"sql", "--warehouse", warehouse.toString(), "--format", format, query};
  }

  private static String[] joined(String[] first, String[] second) {
    String[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static JsonNode onlyObject(FirnProcess.Result result) throws IOException {
    assertThat(result.outLines()).hasSize(1);
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.isObject()).isTrue();
    return json;
  }

  private Path object(String stream) {
    return landing.resolve(TASK).resolve(stream).resolve("000000.gz");
  }

  /** Writes an object with an event for each message; its bytes. */
  private byte[] export(String stream, String... messages) throws IOException {
    Path file = object(stream);
    Files.createDirectories(file.resolveSibling(""));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String message : messages) {
        out.write(("2026-01-01T00:00:00.000Z " + message + "\n").getBytes(UTF_8));
      }
    }
    return Files.readAllBytes(file);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, bytes);
  }
}
