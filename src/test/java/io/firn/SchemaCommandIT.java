package io.firn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code firn schema} of the packaged jar, on a table that two batches have made. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SchemaCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static long firstSnapshot;

  @Test
  @Order(1)
  void aTableIsShownForPeopleWithoutASession() throws Exception {
    firstSnapshot = ingest("one", "{\"requestId\":\"r\",\"tags\":[\"x\"]}", "{\"status\":200}");
    FirnProcess.Result shown = firn("schema", "logs.orders");

    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.err()).isEmpty();
    assertThat(shown.outLines())
        .anyMatch(line -> line.startsWith("column ") && line.endsWith(" | filled"))
        .anyMatch(line -> line.matches("log_time +\\| timestamp +\\| envelope .* 100\\.0 %"))
        .anyMatch(
            line -> line.matches("requestid +\\| string +\\| plain +\\| requestId .* 50\\.0 %"))
        .anyMatch(line -> line.matches("tags +\\| array<string> +\\| plain .* \\| -"))
        .endsWith("2 events; files count no values of 1 column (-), 1 of them in lists and maps");
  }

  @Test
  @Order(2)
  void jsonIsOneObjectWithVariantsAndRescuedPaths() throws Exception {
    ingest("two", "{\"status\":\"oops\",\"n\":[{\"v\":1},{\"v\":1e999}]}", "{\"a.b\":{\"c\":1}}");
    JsonNode json = object(firn("schema", "show", "logs.orders", "--json"));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "table",
            "snapshot",
            "rows",
            "columns",
            "columns_without_statistics",
            "variants",
            "rescued",
            "rescued_cut");
    assertThat(json.get("rows").asInt()).isEqualTo(4);
    JsonNode status = column(json.get("columns"), "status");
    assertThat(status.get("type").asText()).isEqualTo("bigint");
    assertThat(status.get("values").asInt()).isEqualTo(1);
    assertThat(status.get("fill_rate").asDouble()).isEqualTo(0.25);
    JsonNode nested = column(json.get("columns"), "a_b.c");
    assertThat(nested.get("key_path").asText()).isEqualTo("a\\.b.c");
    assertThat(nested.get("keys").toString()).isEqualTo("[[\"a.b\"],[\"c\"]]");
    assertThat(nested.get("values").asInt()).isEqualTo(1);
    assertThat(new BatchId(nested.get("batch").asText()).time())
        .hasToString(nested.get("added").asText());
    assertThat(json.get("variants").toString())
        .isEqualTo(
            "[{\"key_path\":\"status\",\"columns\":[{\"column\":\"status\",\"type\":\"bigint\"},"
                + "{\"column\":\"status__string\",\"type\":\"string\"}]}]");
    assertThat(json.get("rescued").toString())
        .isEqualTo("[{\"path\":\"/n/*/v\",\"why\":\"type\",\"values\":1}]");
  }

  @Test
  @Order(3)
  void differencesSinceASnapshot() throws Exception {
    JsonNode json =
        object(firn("schema", "logs.orders", "--json", "--diff", String.valueOf(firstSnapshot)));
    assertThat(json.get("added").findValuesAsText("column"))
        .containsExactly("a_b.c", "n[].v", "status__string");
    assertThat(json.get("removed")).isEmpty();
    assertThat(json.get("changed")).isEmpty();

    FirnProcess.Result unknown = firn("schema", "logs.orders", "--diff", "42");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("firn: Cannot compare logs.orders with snapshot 42: it has no such snapshot");
  }

  @Test
  @Order(4)
  void theViewsStatementIsAllThatIsPrinted() throws Exception {
    FirnProcess.Result view =
        firn("schema", "view", "logs.orders", "--database", "views", "--name", "o");
    assertThat(view.exitCode()).as(view.err()).isZero();
    assertThat(view.outLines())
        .startsWith("CREATE OR REPLACE VIEW \"views\".\"o\" AS", "SELECT", "  \"log_time\",")
        .contains("  coalesce(cast(\"status\" AS varchar), \"status__string\") AS \"status\",")
        .endsWith("FROM \"logs\".\"orders\" AS \"t\"");
  }

  @Test
  @Order(5)
  void hintsAreSuggestedAsYaml() throws Exception {
    ingest("three", "{\"u\":{\"n\":\"12\"},\"at\":1700000000000}", "{\"u\":{\"n\":\"-\"}}");
    FirnProcess.Result hints = firn("schema", "suggest", "logs.orders");
    assertThat(hints.exitCode()).as(hints.err()).isZero();
    assertThat(hints.outLines())
        .containsExactly(
            "# Hints that all values of the 6 rows of logs.orders support.",
            "# A column's type never changes: they are for the route of a new table.",
            "columns:",
            "  # 1 value",
            "  at: timestamp(ms)",
            "  # 1 value; also decimal, double",
            "  u.n: long",
            "null-values: ['-']");
  }

  @Test
  @Order(6)
  void aPreviewShowsAllColumnsAndMakesNone() throws Exception {
    Path input = write("four", "{\"at\":\"soon\",\"u\":{\"n\":\"1\",\"m\":[{\"x\":1}]}}");
    String[] preview = {
      "schema",
      "preview",
      "--input",
      input.toString(),
      "--table",
      "logs.orders",
      "--log-group",
      "/o"
    };
    FirnProcess.Result shown = firn(preview);
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.outLines())
        .contains("Would append to logs.orders: 1 object, 1 event")
        .anyMatch(line -> line.matches(" +\\| at +\\| bigint +\\| plain +\\| at +\\| *"))
        .anyMatch(
            line -> line.matches("\\+ +\\| at__string +\\| string +\\| variant +\\| at +\\| *"))
        .anyMatch(line -> line.matches(" +\\| u\\.n +\\| string +\\| plain +\\| u\\.n +\\| *"))
        .anyMatch(line -> line.matches("\\+ +\\| u\\.m\\[]\\.x +\\| bigint .*"));
    JsonNode json = object(firn(joined(preview, "--json")));
    assertThat(json.get("preview").asBoolean()).isTrue();
    JsonNode columns = json.get("tables").get(0).get("columns");
    assertThat(column(columns, "at__string").toString())
        .isEqualTo(
            "{\"column\":\"at__string\",\"type\":\"string\",\"kind\":\"variant\",\"key_path\":\"at\","
                + "\"keys\":[[\"at\"]],\"hint\":null,\"new\":true}");
    assertThat(column(columns, "at").get("new").asBoolean()).isFalse();
    assertThat(firn("schema", "logs.orders").out()).doesNotContain("at__string");
  }

  @Test
  @Order(7)
  void mistakesAreUsage() throws Exception {
    assertUsage("Cannot describe logs.none: there is no such table", "schema", "logs.none");
    assertUsage(
        "Cannot describe firn.ledger: it was not made by firn ingest", "schema", "firn.ledger");
    assertUsage(
        "Missing parameter: <table>, or a command: show, preview, suggest, view, parser", "schema");
    assertUsage("Missing option: --input", "schema", "preview");
    assertUsage(
        "Invalid rows: 0 (must be 1 or more)", "schema", "suggest", "logs.orders", "--rows", "0");
    assertUsage(
        "Invalid view: logs.orders (must not be the table itself)",
        "schema",
        "view",
        "logs.orders",
        "--name",
        "orders");
  }

  private static void assertUsage(String message, String... arguments) throws Exception {
    FirnProcess.Result result = firn(arguments);
    assertThat(result.err()).contains("firn: " + message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  private static JsonNode column(JsonNode columns, String name) {
    for (JsonNode column : columns) {
      if (column.get("column").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("No column " + name + " in " + columns);
  }

  private static JsonNode object(FirnProcess.Result result) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines()).hasSize(1);
    return JSON.readTree(result.out());
  }

  private static FirnProcess.Result firn(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--warehouse", directory.toRealPath().resolve("warehouse").toString()));
    return FirnProcess.run(all.toArray(String[]::new));
  }

  private static String[] joined(String[] first, String last) {
    String[] all = Arrays.copyOf(first, first.length + 1);
    all[first.length] = last;
    return all;
  }

  /** Writes an object with an event for each message; its folder. */
  private static Path write(String name, String... messages) throws IOException {
    Path input = directory.resolve(name);
    Files.createDirectories(input);
    StringBuilder text = new StringBuilder();
    for (String message : messages) {
      text.append("2026-01-01T00:00:00.000Z ").append(message).append('\n');
    }
    Files.write(input.resolve("000000"), text.toString().getBytes(UTF_8));
    return input;
  }

  /** Ingests an object with an event for each message; the table's snapshot after it. */
  private static long ingest(String name, String... messages) throws Exception {
    Path input = write(name, messages);
    JsonNode result =
        object(
            firn(
                "ingest",
                "--input",
                input.toString(),
                "--table",
                "logs.orders",
                "--log-group",
                "/shop/orders",
                "--json"));
    return result.get("tables").get(0).get("snapshot").asLong();
  }
}
