package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logs that others wrote, in the folder that FIRN_CORPORA names: parsed as another count says. */
final class ParserCorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static Path corpora;

  @BeforeAll
  static void corpora() {
    String folder = System.getenv("FIRN_CORPORA");
    assumeTrue(folder != null, "FIRN_CORPORA names no folder of log files");
    corpora = Path.of(folder);
  }

  /** Each file is an object of its own. */
  private static Map<Parsed, Integer> counts(ParserChoice choice, List<byte[]> messages) {
    MessageReader reader = new MessageReader(choice, FreeText.KEPT);
    Map<Parsed, Integer> counts = new EnumMap<>(Parsed.class);
    for (byte[] message : messages) {
      counts.merge(ParsedMessage.of(reader, message).parsed(), 1, Integer::sum);
    }
    return counts;
  }

  private static List<byte[]> lines(String file) throws IOException {
    return lines(corpora.resolve(file));
  }

  private static List<byte[]> lines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), ISO_8859_1);
    return text.lines().map(line -> line.getBytes(ISO_8859_1)).toList();
  }

  private static int count(List<byte[]> messages, Predicate<String> wanted) {
    return (int) messages.stream().map(m -> new String(m, ISO_8859_1)).filter(wanted).count();
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate();
  }

  private static void assertWholly(ParserChoice choice, List<byte[]> messages, int wholly) {
    Map<Parsed, Integer> counts = counts(choice, messages);
    assertThat(counts.getOrDefault(Parsed.WHOLLY, 0)).as("%s", counts).isEqualTo(wholly);
    assertThat(counts.getOrDefault(Parsed.NOT, 0)).isEqualTo(messages.size() - wholly);
  }

  @Test
  void lambda() throws IOException {
    List<byte[]> messages = cells(corpora.resolve("lambda/kennyhyun-console-export.csv"));
    int known =
        count(
            messages,
            matching("(?:(?:START|END|REPORT) RequestId: \\S+|\\S+Z\\t[0-9a-f-]{36}\\tINFO\\t).*"));
    assertThat(known).isEqualTo(messages.size()).isEqualTo(4);
    assertWholly(ParserChoice.of("lambda"), messages, known);
    assertWholly(ParserChoice.AUTO, messages, known);

    JsonNode report =
        ParsedMessage.of(ParserChoice.AUTO, new String(messages.get(3), UTF_8)).node();
    assertThat(report.get("duration_ms").doubleValue()).isEqualTo(244.42);
    assertThat(report.get("max_memory_used_mb").intValue()).isEqualTo(99);
  }

  /** The second column of the console's CSV. */
  private static List<byte[]> cells(Path file) throws IOException {
    Matcher rows =
        Pattern.compile("^\\d+,\"((?:[^\"]++|\"\")*+)\"$", Pattern.MULTILINE)
            .matcher(Files.readString(file));
    List<byte[]> cells = new ArrayList<>();
    while (rows.find()) {
      cells.add(rows.group(1).replace("\"\"", "\"").getBytes(UTF_8));
    }
    return cells;
  }

  @Test
  void vpcFlow() throws IOException {
    List<byte[]> lines = lines("aws-vended/vpcflow/clo-vpcflow.log");
    int records = count(lines, matching("\\d+(?: \\S+){13}"));
    assertThat(records).isEqualTo(lines.size() - 1).isGreaterThan(10);
    assertWholly(ParserChoice.of("vpc-flow"), lines, records);
  }

  @Test
  void loadBalancersAndBuckets() throws IOException {
    String quoted = "\"[^\"]*\"";
    for (String file : List.of("elb/clo-alb.log", "elb/clo-alb-microbatch.log")) {
      List<byte[]> lines = lines("aws-vended/" + file);
      int requests =
          count(lines, matching("\\S+(?: \\S+){11} " + quoted + " " + quoted + "(?: \\S+){3} .*"));
      assertThat(requests).isEqualTo(2);
      assertWholly(ParserChoice.accessLog(AccessLogPreset.ALB), lines, requests);
    }
    List<byte[]> accesses = lines("aws-vended/s3access/clo-s3.log");
    int requests =
        count(accesses, matching("\\w+ \\S+ \\[[^]]+\\](?: \\S+){5} " + quoted + " \\d+ .*"));
    assertThat(requests).isEqualTo(accesses.size()).isEqualTo(6);
    assertWholly(ParserChoice.accessLog(AccessLogPreset.S3), accesses, requests);
    for (AccessLogPreset preset : AccessLogPreset.values()) {
      assertWholly(
          ParserChoice.accessLog(preset), lines("aws-vended/cloudfront/clo-cloudfront.log"), 0);
    }
  }

  @Test
  void apache() throws IOException {
    List<byte[]> lines = lines("text/apache-combined-first3000.log");
    Pattern combined =
        Pattern.compile(
            "(\\S+) (\\S+) (\\S+) \\[([^]]+)\\] \"(\\S+) (\\S+) (HTTP/\\S+)\" (\\d+) (\\d+|-)"
                + " \"((?:[^\"\\\\]|\\\\.)*)\" \"((?:[^\"\\\\]|\\\\.)*)\"");
    int expected = 0;
    MessageReader reader =
        new MessageReader(ParserChoice.accessLog(AccessLogPreset.COMBINED), FreeText.KEPT);
    for (byte[] line : lines) {
      ParsedMessage read = ParsedMessage.of(reader, line);
      Matcher parts = combined.matcher(new String(line, UTF_8));
      if (parts.matches()) {
        expected++;
        assertThat(read.parsed()).isEqualTo(Parsed.WHOLLY);
        assertThat(rebuilt(read.node(), parts)).isEqualTo(parts.group());
      }
    }
    assertThat(expected).isGreaterThan(2_900);
    assertWholly(ParserChoice.accessLog(AccessLogPreset.COMBINED), lines, expected);
  }

  /** The line from its fields; of a user agent with escapes, as it was. */
  private static String rebuilt(JsonNode fields, Matcher parts) {
    String agent = text(fields, "user_agent");
    boolean escaped = parts.group(11).contains("\\");
    return "%s %s %s [%s] \"%s %s %s\" %s %s \"%s\" \"%s\""
        .formatted(
            text(fields, "client_ip"),
            text(fields, "ident"),
            text(fields, "user"),
            text(fields, "time"),
            text(fields, "method"),
            text(fields, "path"),
            text(fields, "protocol"),
            text(fields, "status"),
            text(fields, "bytes"),
            text(fields, "referer"),
            escaped ? parts.group(11) : agent);
  }

  private static String text(JsonNode fields, String key) {
    return fields.get(key).isNull() ? "-" : fields.get(key).asText();
  }

  @Test
  void cloudTrail() throws IOException {
    int all = 0;
    for (String file :
        List.of(
            "cloudtrail/invictus-ir-events.ndjson",
            "cloudtrail/opensearch-catalog-cloudtrail-a.ndjson",
            "cloudtrail/panther-analysis/AWS.CloudTrail.ndjson",
            "aws-vended/waf/opensearch-catalog-waf.ndjson",
            "aws-vended/apigateway/clo-apigateway1.ndjson")) {
      List<byte[]> lines = lines(file);
      int records = 0;
      for (byte[] line : lines) {
        JsonNode event = JSON.readTree(line);
        records += event.has("eventVersion") && event.has("eventSource") ? 1 : 0;
      }
      assertWholly(ParserChoice.of("cloudtrail"), lines, records);
      assertWholly(ParserChoice.JSON, lines, lines.size());
      all += records;
    }
    assertThat(all).isGreaterThan(1_200);
  }

  /** Text of all kinds is no message of Lambda, and no JSON but where it is. */
  @Test
  void autoTakesTextForText() throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(corpora.resolve("text"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        messages.addAll(lines(file));
      }
    }
    try (MappingIterator<JsonNode> parts =
        JSON.readerFor(JsonNode.class)
            .readValues(
                corpora.resolve("aws-vended/rds/clo-rds-slowquery-subscription.json").toFile())) {
      List<byte[]> slow = new ArrayList<>();
      parts.forEachRemaining(
          part ->
              part.get("logEvents")
                  .forEach(event -> slow.add(event.get("message").asText().getBytes(UTF_8))));
      assertThat(slow).hasSize(160);
      messages.addAll(slow);
    }
    int objects = (int) messages.stream().filter(ParserCorpusTest::isObject).count();
    assertThat(messages).hasSizeGreaterThan(10_000);
    assertWholly(ParserChoice.AUTO, messages, objects);
    assertWholly(ParserChoice.TEXT, messages, 0);
  }

  private static boolean isObject(byte[] message) {
    try {
      return STRICT.readTree(message).isObject();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void logfmt() throws IOException {
    Predicate<String> pairs =
        matching("(?:[^\\s=\"]+=(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]*)(?:\\s+|$))+");
    try (Stream<Path> files = Files.walk(corpora.resolve("app-json"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<byte[]> lines = lines(file).stream().filter(line -> line.length < 4_000).toList();
        Map<Parsed, Integer> counts = counts(ParserChoice.of("logfmt"), lines);
        assertThat(counts.getOrDefault(Parsed.WHOLLY, 0))
            .as("%s", file)
            .isEqualTo(count(lines, pairs));
      }
    }
  }
}
