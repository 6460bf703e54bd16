package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import io.firn.testing.StoredBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar with a config file: many tables, what is dropped and masked, previews, and what
 * lies in quarantine. The ordered tests share a lake, since each start takes seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConfiguredIngestIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "Tr0ub4dor&3";
  private static final String MAIL = "jane.roe@example.org";
  private static final String CARD = "4012888888881881";

  @TempDir static Path temporary;
  private static Path directory;
  private static Path config;

  @BeforeAll
  static void lake() throws IOException {
    directory = temporary.toRealPath();
    config = directory.resolve("firn.yaml");
    Files.writeString(
        config,
        """
        catalog: {warehouse: lake}
        ingest:
          inputs:
            - {path: exports/orders, log-group: /shop/orders, account: 012345678901}
            - {path: exports/users, log-group: /shop/users}
            - {path: exports/quiet, log-group: /shop/quiet}
          mask-key: {file: mask.key}
        routes:
          - log-group: /shop/users
            table: logs.people
            drop: [password, headers.Authorization]
            mask: {user.email: hash, card: last4, nick: fixed}
            filter: {drop-when: "level = 'DEBUG'"}
          - {log-group: "*", table: "logs.{log-group}"}
        """);
    Files.writeString(directory.resolve("mask.key"), "0123456789abcdef0123456789abcdef\n");
    write("orders/1", event("{\"id\":1}"), event("{\"id\":\"x\"}"), event("text"));
    write(
        "users/1",
        event(
            "{\"user\":{\"email\":\"%s\"},\"password\":\"%s\",\"card\":\"%s\",\"nick\":\"%s\"}"
                .formatted(MAIL, SECRET, CARD, SECRET)),
        event("{\"Password\":\"%s\",\"password\":\"%s\",\"n\":1}".formatted(SECRET, SECRET)),
        event("{\"headers\":{\"authorization\":[\"%s\"],\"a\":[1,\"b\"]}}".formatted(SECRET)),
        event("{\"level\":\"DEBUG\",\"note\":\"%s\"}".formatted(SECRET)),
        event("login of %s with %s".formatted(MAIL, SECRET)),
        event("{\"broken\":\"%s".formatted(SECRET)));
    write("users/2", "before any stamp: " + SECRET + "\n", event("{\"password\":null}"));
    write("users/bad", "no stamp at all: " + SECRET + "\n");
    write("quiet/1", event("{\"q\":true}"));
  }

  private static String event(String message) {
    return "2026-01-01T00:00:00.000Z " + message + "\n";
  }

  private static Path write(String name, String... lines) throws IOException {
    Path file = directory.resolve("exports").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("", lines));
  }

  private static FirnProcess.Result firn(String... arguments) throws Exception {
    Stream<String> all =
        Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()));
    return FirnProcess.run(all.toArray(String[]::new));
  }

  private static JsonNode json(FirnProcess.Result result) throws IOException {
    assertThat(result.outLines()).as(result.err()).hasSize(1);
    return JSON.readTree(result.out());
  }

  @Test
  @Order(1)
  void aPreviewOfTheFirstRunMakesNothing() throws Exception {
    FirnProcess.Result result = firn("ingest", "--dry-run");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines())
        .contains(
            "Would create logs.shop_orders: 1 object, 3 events",
            "  new column id",
            "  new variant id__long",
            "Would create logs.people: 2 objects, 6 events")
        .last()
        .asString()
        .startsWith("Would ingest 4 objects, 10 events into 3 tables (")
        .endsWith("; 0 objects already there, 0 ignored, 1 quarantined, 0 refused");
    assertThat(directory.resolve("lake")).doesNotExist();
  }

  @Test
  @Order(2)
  void oneRunFeedsAllTables() throws Exception {
    FirnProcess.Result result = firn("ingest", "--json", "--quiet");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode json = json(result);
    assertThat(json.get("objects").asInt()).isEqualTo(4);
    assertThat(json.get("events").asInt()).isEqualTo(10);
    assertThat(json.get("filtered").asInt()).isEqualTo(1);
    assertThat(json.get("bad_records").asInt()).isEqualTo(1);
    assertThat(json.get("quarantined").asInt()).isEqualTo(1);
    assertThat(json.get("without_text").asInt()).isEqualTo(2);
    assertThat(json.get("values_dropped").asInt()).isEqualTo(5);
    assertThat(json.get("values_masked").asInt()).isEqualTo(3);
    assertThat(json.get("tables").findValuesAsText("table"))
        .containsExactly("logs.people", "logs.shop_orders", "logs.shop_quiet");
  }

  /** Every file, byte by byte; of Parquet files every value too. */
  @Test
  @Order(3)
  void whatIsDroppedOrMaskedIsNowhereInTheLake() throws Exception {
    StoredBytes stored = StoredBytes.of(directory.resolve("lake"));

    assertThat(stored.parquetFiles()).isGreaterThan(4L);
    assertThat(stored.filesWith("****1881")).isNotEmpty();
    for (String value : List.of(SECRET, MAIL, CARD, "0123456789abcdef")) {
      assertThat(stored.filesWith(value)).as(value).isEmpty();
    }
  }

  @Test
  @Order(4)
  void sqlFindsWhatIsLeft() throws Exception {
    FirnProcess.Result result =
        firn(
            "sql",
            "--format",
            "json",
            "select card, nick, length(user.email) l, headers['a'] j, log_message m"
                + " from logs.people where log_position = 1 or headers is not null order by log_object, log_position");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines())
        .containsExactly(
            "{\"card\":\"****1881\",\"nick\":\"***\",\"l\":64,\"j\":null,\"m\":null}",
            "{\"card\":null,\"nick\":null,\"l\":null,\"j\":\"[1,\\\"b\\\"]\",\"m\":null}",
            "{\"card\":null,\"nick\":null,\"l\":null,\"j\":null,\"m\":null}");
  }

  @Test
  @Order(5)
  void quarantineIsListedShownAndRetried() throws Exception {
    String bad = "file://" + directory.resolve("exports/users/bad");
    FirnProcess.Result list = firn("quarantine", "list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).contains("object").contains(bad).contains("it has no export lines");
    JsonNode listed = json(firn("quarantine", "list", "--json"));
    assertThat(listed.get("objects").findValuesAsText("object")).containsExactly(bad);
    assertThat(listed.get("bad_records").get(0).get("bytes").isNull()).isTrue();
    FirnProcess.Result show = firn("quarantine", "show", bad);
    assertThat(show.out())
        .contains("log group    /shop/users")
        .contains("table        logs.people");

    FirnProcess.Result again = firn("quarantine", "retry", "--json");
    assertThat(again.exitCode()).as(again.err()).isEqualTo(4);
    assertThat(json(again).get("quarantined").asInt()).isEqualTo(1);

    write("users/bad", event("{\"password\":\"%s\",\"ok\":1}".formatted(SECRET)));
    FirnProcess.Result repaired = firn("quarantine", "retry", bad);
    assertThat(repaired.exitCode()).as(repaired.err()).isZero();
    assertThat(repaired.out()).startsWith("Ingested 1 object, 1 event into logs.people");
    assertThat(json(firn("quarantine", "list", "--json")).get("objects")).isEmpty();
  }

  @Test
  @Order(6)
  void withoutTheConfigARedactedTableIsClosed() throws Exception {
    FirnProcess.Result result =
        FirnProcess.run(
            "ingest",
            "--warehouse",
            directory.resolve("lake").toString(),
            "--input",
            directory.resolve("exports/quiet").toString(),
            "--table",
            "logs.people",
            "--log-group",
            "/shop/quiet");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "firn: Cannot ingest into logs.people without a config: its events have values dropped"
                + " or masked");
  }

  @Test
  @Order(6)
  void withoutTheConfigNothingIsRetriedUnlessItMay() throws Exception {
    String lake = directory.resolve("lake").toString();
    FirnProcess.Result result = FirnProcess.run("quarantine", "retry", "--warehouse", lake);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("firn: Missing option: --config <file> with the routes that the objects came on");
  }

  @Test
  @Order(7)
  void tooManyBadObjectsEndTheRunWithNothing() throws Exception {
    write("orders/2", event("{\"id\":2}"));
    write("orders/bad", "no stamp\n");

    FirnProcess.Result result = firn("ingest", "--max-bad-objects", "0", "--json");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(json(result).get("exit_code").asInt()).isEqualTo(4);
    assertThat(result.err())
        .contains("firn: Cannot ingest: 1 object is bad, more than --max-bad-objects 0 allows");
    JsonNode next = json(firn("ingest", "--json"));
    assertThat(next.get("objects").asInt()).isEqualTo(1);
    assertThat(next.get("quarantined").asInt()).isEqualTo(1);
  }

  @Test
  @Order(8)
  void aBrokenConfigNamesEveryProblem() throws Exception {
    Path broken = directory.resolve("broken.yaml");
    Files.writeString(
        broken, "catalog: {warehous: lake}\nroutes:\n  - {log-group: a, table: Logs}\n");

    FirnProcess.Result result = FirnProcess.run("ingest", "--config", broken.toString(), "--json");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> line.contains("broken.yaml:")))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(result.err()).contains("Unknown key (did you mean 'warehouse'?)");
    assertThat(json(result).get("exit_code").asInt()).isEqualTo(2);
  }
}
