package io.firn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.DocumentedParser;
import io.firn.testing.FirnProcess;
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
 * The packaged jar with routes of several parsers, one of them in a jar of its own. The ordered
 * tests share a lake, since each start takes seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ParsersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "8b2c884f-792a-4cf1-a4c4-9fc96cf07d0b";

  @TempDir static Path temporary;
  private static Path directory;
  private static Path config;
  private static Path parserJar;

  @BeforeAll
  static void lake() throws Exception {
    directory = temporary.toRealPath();
    parserJar = DocumentedParser.jar(directory, System.getProperty("java.class.path"));
    config = directory.resolve("firn.yaml");
    Files.writeString(
        config,
        """
        catalog: {warehouse: lake}
        ingest:
          inputs:
            - {path: exports/lambda, log-group: /aws/lambda/resize}
            - {path: exports/flow, log-group: /vpc/flow}
            - {path: exports/alb, log-group: /edge/alb}
            - {path: exports/app, log-group: /app/api}
            - {path: exports/orders, log-group: /app/orders}
        routes:
          - {log-group: /vpc/flow, table: logs.flow, parser: vpc-flow}
          - {log-group: /edge/alb, table: logs.alb, parser: access-log, preset: alb}
          - {log-group: /app/orders, table: logs.orders, parser: example.orders}
          - log-group: /app/api
            table: logs.api
            parser: regex
            pattern: '(?<at>\\S+) (?<level>[A-Z]+) took (?<took_ms>\\S+) ms'
            columns: {at: timestamp, took_ms: double}
            null-values: ["-"]
          - {log-group: "*", table: "logs.{log-group}"}
        """);
    export(
        "lambda",
        "START RequestId: " + ID + " Version: $LATEST\n",
        "2020-07-25T05:16:44.324Z\t" + ID + "\tWARN\t{\"order\":17,\"level\":\"low\"}\n",
        "2020-07-25T05:16:44.325Z\t" + ID + "\tINFO\tresized\n",
        "a line of print\n",
        "END RequestId: " + ID + "\n",
        "REPORT RequestId: "
            + ID
            + "\tDuration: 244.42 ms\tBilled Duration: 300 ms\tMemory Size: 1024 MB\t"
            + "Max Memory Used: 99 MB\tInit Duration: 374.97 ms\t\n");
    export(
        "flow",
        "2 012345678901 eni-1 10.0.0.1 10.0.0.2 20641 22 6 20 4249 1418530010 1418530070 REJECT OK",
        "2 012345678901 eni-1 - - - - - - - 1431280876 1431280934 - NODATA",
        "no record");
    export(
        "alb",
        "https 2021-12-03T04:20:02.215468Z app/lb/378d 192.0.2.7:39426 10.255.3.161:443 0.003 0.004"
            + " 0.000 302 302 205 361 \"GET https://198.51.100.2:443/a%20b HTTP/1.1\" \"Mozilla/5.0"
            + " (X11)\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x \"Root=1-61a9\" \"-\""
            + " \"arn:aws:acm:x\" 0 2021-12-03T04:20:02.211000Z \"forward\" \"-\" \"-\""
            + " \"10.255.3.161:443\" \"302\" \"-\" \"-\"");
    export("app", "2026-01-01T00:00:00Z INFO took 1.5 ms", "2026-01-01T00:00:01Z WARN took - ms");
    export("orders", "ORDER 17 shipped: left at the door", "ORDER none");
  }

  private static void export(String name, String... messages) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("exports").resolve(name));
    StringBuilder text = new StringBuilder();
    Stream.of(messages)
        .forEach(message -> text.append("2026-01-01T00:00:00.000Z ").append(message).append('\n'));
    Files.write(folder.resolve("1"), text.toString().getBytes(UTF_8));
  }

  private static FirnProcess.Result firn(String... arguments) throws Exception {
    Stream<String> jar = Stream.of("--jars", parserJar.toString());
    Stream<String> all =
        Stream.concat(
            Stream.concat(jar, Stream.of(arguments)), Stream.of("--config", config.toString()));
    return FirnProcess.run(all.toArray(String[]::new));
  }

  private static JsonNode json(FirnProcess.Result result) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines()).as(result.err()).hasSize(1);
    return JSON.readTree(result.out());
  }

  private static List<String> sql(String statement) throws Exception {
    FirnProcess.Result result = firn("sql", "--format", "json", statement);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.outLines();
  }

  @Test
  @Order(1)
  void aPreviewKnowsTheColumns() throws Exception {
    FirnProcess.Result preview = firn("schema", "preview");
    assertThat(preview.exitCode()).as(preview.err()).isZero();
    assertThat(preview.outLines())
        .anyMatch(line -> line.matches(".*\\bmax_memory_used_mb\\b.*bigint.*"))
        .anyMatch(line -> line.matches(".*\\btook_ms\\b.*double.*"))
        .anyMatch(line -> line.contains("unparsed"));
  }

  @Test
  @Order(2)
  void unparsedMessagesAreCounted() throws Exception {
    JsonNode json = json(firn("ingest", "--json", "--quiet"));
    assertThat(json.get("events").asInt()).isEqualTo(14);
    assertThat(json.get("unparsed").asInt()).isEqualTo(2);
    for (JsonNode table : json.get("tables")) {
      boolean some = table.get("table").asText().matches("logs\\.(flow|orders)");
      assertThat(table.get("unparsed").asInt()).as("%s", table).isEqualTo(some ? 1 : 0);
    }
  }

  @Test
  @Order(3)
  void columnsHaveTheirTypes() throws Exception {
    assertThat(
            sql(
                "select type, request_id is not null r, round(duration_ms + 0.58) d,"
                    + " max_memory_used_mb + 1 m, level, lambda_level l, order, message, log_message"
                    + " from logs.aws_lambda_resize order by log_position"))
        .containsExactly(
            "{\"type\":\"platform.start\",\"r\":true,\"d\":null,\"m\":null,\"level\":null,\"l\":null,\"order\":null,\"message\":null,\"log_message\":null}",
            "{\"type\":null,\"r\":true,\"d\":null,\"m\":null,\"level\":\"low\",\"l\":\"WARN\",\"order\":17,\"message\":null,\"log_message\":null}",
            "{\"type\":null,\"r\":true,\"d\":null,\"m\":null,\"level\":\"INFO\",\"l\":null,\"order\":null,\"message\":\"resized\",\"log_message\":null}",
            "{\"type\":null,\"r\":false,\"d\":null,\"m\":null,\"level\":null,\"l\":null,\"order\":null,\"message\":null,\"log_message\":\"a line of print\\n\"}",
            "{\"type\":\"platform.end\",\"r\":true,\"d\":null,\"m\":null,\"level\":null,\"l\":null,\"order\":null,\"message\":null,\"log_message\":null}",
            "{\"type\":\"platform.report\",\"r\":true,\"d\":245.0,\"m\":100,\"level\":null,\"l\":null,\"order\":null,\"message\":null,\"log_message\":null}");
    assertThat(
            sql(
                "select f.dstport + 1 p, f.account_id a, f.bytes * 2 b, t.elb_status_code s,"
                    + " t.target_processing_time * 1000 ms, t.request_url u, t.client_port c,"
                    + " p.at + interval 1 hour h, p.took_ms * 2 k, o.order o, o.note n"
                    + " from logs.flow f, logs.alb t, logs.api p, logs.orders o"
                    + " where f.action = 'REJECT' and p.level = 'INFO' and o.order > 16"))
        .containsExactly(
            "{\"p\":23,\"a\":\"012345678901\",\"b\":8498,\"s\":302,\"ms\":4.0,"
                + "\"u\":\"https://198.51.100.2:443/a%20b\",\"c\":39426,"
                + "\"h\":\"2026-01-01T01:00:00.000\",\"k\":3.0,\"o\":17,\"n\":\"left at the door\"}");
  }

  @Test
  @Order(4)
  void aTablesParserIsShownAndChanged() throws Exception {
    assertThat(firn("schema", "parser", "logs.flow").outLines())
        .containsExactly("logs.flow has parser vpc-flow, version 2");
    FirnProcess.Result none = firn("schema", "parser", "logs.flow", "--set", "vpcflow");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .contains("firn: Invalid parser: vpcflow (did you mean 'vpc-flow'? must be one of: auto,")
        .contains("text, example.orders)");
    FirnProcess.Result early = firn("schema", "parser", "logs.flow", "--parser-version", "1");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err())
        .contains("firn: Invalid parser version: 1 (must be 2: parser vpc-flow is not in 1)");
    assertThat(
            firn("schema", "parser", "logs.flow", "--set", "auto", "--parser-version", "3")
                .exitCode())
        .isEqualTo(2);
    assertThat(firn("schema", "parser", "logs.none").exitCode()).isEqualTo(2);

    JsonNode changed = json(firn("schema", "parser", "logs.flow", "--set", "auto", "--json"));
    assertThat(changed.toString())
        .isEqualTo(
            "{\"table\":\"logs.flow\",\"parser\":\"auto\",\"parser_version\":2,\"changed\":true,"
                + "\"before\":{\"parser\":\"vpc-flow\",\"parser_version\":2}}");
    JsonNode again = json(firn("schema", "parser", "logs.flow", "--set", "auto", "--json"));
    assertThat(again.get("changed").asBoolean()).isFalse();

    export("flow2", "x");
    Files.move(directory.resolve("exports/flow2/1"), directory.resolve("exports/flow/2"));
    FirnProcess.Result refused = firn("ingest", "--quiet");
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err())
        .contains("its parser is auto and its route says vpc-flow")
        .contains("firn schema parser logs.flow --set vpc-flow");
  }

  @Test
  @Order(5)
  void withoutItsJarAParserIsMissed() throws Exception {
    FirnProcess.Result missing = FirnProcess.run("ingest", "--config", config.toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .contains("routes[2].parser: Invalid parser: example.orders (must be one of: auto,")
        .contains("one of your own needs its jar, by --jars");
  }
}
