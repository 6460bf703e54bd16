package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Cut and broken messages: no parser fails, the fields are always JSON, and what counts as held
 * wholly is: each word of the message is in its fields.
 */
final class ParserRobustnessTest {
  private static final String ID = "8b2c884f-792a-4cf1-a4c4-9fc96cf07d0b";

  /** Words that a form of message has for itself. */
  private static final List<String> STATED = List.of("undefined", "xray", "report");

  private static final List<String> LAMBDA_SAMPLES =
      List.of(
          "START RequestId: " + ID + " Version: $LATEST\n",
          "END RequestId: " + ID + "\n",
          "REPORT RequestId: "
              + ID
              + "\tDuration: 244.42 ms\tBilled Duration: 300 ms\tMemory Size: 1024 MB\tStatus: x\t\n"
              + "XRAY TraceId: 1-5e34a614\tSegmentId: 07f022e8\tSampled: true\t\n",
          "INIT_START Runtime Version: python:3.9.v14\tRuntime Version ARN: arn:aws:lambda:x\n",
          "RequestId: " + ID + " Error: Runtime exited\nRuntime.ExitError\n",
          "2020-07-25T05:16:44.324Z\t" + ID + "\tINFO\thello you\nand you\n",
          "2020-07-25T05:16:44.324Z\tundefined\tERROR\tInvoke Error \t{\"a\":[1,{\"b\":null}]}\n",
          "[ERROR]\t2020-07-25T05:16:44.7Z\t" + ID + "\t{\"level\":1.50e3}\n",
          "2020-08-31 16:34:23 " + ID + " WARN  Handler:33 - text\n",
          "2023-07-25T05:16:44.324Z " + ID + " Task timed out after 3.00 seconds\n\n",
          "{\"time\":\"t\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"x\","
              + "\"metrics\":{\"durationMs\":1.5,\"memorySizeMB\":128}}}\n");

  private static final List<String> FLOW_SAMPLES =
      List.of(
          "2 012345678901 eni-1 10.0.0.1 10.0.0.2 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
          "2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA\n",
          "version account-id interface-id srcaddr dstaddr packets");

  private static final List<String> ACCESS_SAMPLES =
      List.of(
          "203.0.113.7 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a%20b?x=1 HTTP/1.0\" 200 2326"
              + " \"http://x/\" \"Mozilla/5.0 (X11)\"\n",
          "::1 - - [t] \"-\" 408 -");

  private static final Map<ParserChoice, List<String>> SAMPLES =
      Map.of(
          ParserChoice.of("lambda"),
          LAMBDA_SAMPLES,
          ParserChoice.AUTO,
          LAMBDA_SAMPLES,
          ParserChoice.of("cloudtrail"),
          List.of("{\"eventVersion\":\"1.08\",\"eventSource\":\"s3.amazonaws.com\",\"n\":{}}"),
          ParserChoice.of("vpc-flow"),
          FLOW_SAMPLES,
          ParserChoice.accessLog(AccessLogPreset.COMBINED),
          ACCESS_SAMPLES,
          ParserChoice.accessLog(AccessLogPreset.ALB),
          List.of(
              "http 2018-07-02T22:23:00Z app/my/50dc 192.168.131.39:2817 - 0.000 -1 0.001 460 - 34"
                  + " 366 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - - arn:aws:x"
                  + " \"Root=1-58337262\" \"-\" \"session-reused\" 0 2018-07-02T22:22:48Z \"forward\""),
          ParserChoice.of("logfmt"),
          List.of("level=info msg=\"hello you\" took=1.50 ok=true n=null x= http.path=/a?b=c\n"),
          ParserChoice.regex(
              "(?<a>\\w+) \\[(?<b_c>[^\\]]*)\\] took (?<ms>\\d+) ms(?: (?<rest>.*))?"),
          List.of("INFO [main x] took 17 ms and more\n", "WARN [] took 1 ms"));

  @TestFactory
  Stream<DynamicTest> everyTruncation() {
    return tests(
        (reader, sample) -> {
          byte[] whole = sample.getBytes(UTF_8);
          for (int length = 0; length <= whole.length; length++) {
            check(reader, Arrays.copyOf(whole, length));
          }
          for (int from = 1; from < whole.length; from++) {
            check(reader, Arrays.copyOfRange(whole, from, whole.length));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> brokenBytes() {
    return tests(
        (reader, sample) -> {
          for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] broken = broken(sample.getBytes(UTF_8), random);
            try {
              check(reader, broken);
            } catch (AssertionError | RuntimeException e) {
              throw new AssertionError("seed " + seed + ": " + new String(broken, ISO_8859_1), e);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> randomBytes() {
    return tests(
        (reader, sample) -> {
          for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            check(reader, bytes);
          }
        });
  }

  private interface Check {
    void run(MessageReader reader, String sample);
  }

  private static Stream<DynamicTest> tests(Check check) {
    return SAMPLES.entrySet().stream()
        .flatMap(
            parser ->
                parser.getValue().stream()
                    .map(
                        sample ->
                            DynamicTest.dynamicTest(
                                parser.getKey().name() + ": " + sample.strip(),
                                () ->
                                    check.run(
                                        new MessageReader(parser.getKey(), FreeText.KEPT),
                                        sample))));
  }

  /** Changes, takes out or puts in a few bytes, those that mean something among them. */
  private static byte[] broken(byte[] whole, Random random) {
    StringBuilder text = new StringBuilder(new String(whole, ISO_8859_1));
    String special = " \t\n\"\\[]{}=:-|,.0x\u00c3\u00a9\u0000";
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      char c =
          random.nextBoolean()
              ? special.charAt(random.nextInt(special.length()))
              : (char) random.nextInt(256);
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, c);
        case 1 -> text.insert(at, c);
        default -> text.deleteCharAt(text.length() > 1 ? at : 0).append('x');
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static void check(MessageReader reader, byte[] message) {
    ParsedMessage read = ParsedMessage.of(reader, message);
    if (read.parsed() == Parsed.NOT) {
      return;
    }
    JsonNode fields = read.node();
    assertThat(fields.isObject()).isTrue();
    if (read.parsed() == Parsed.WHOLLY) {
      String held = words(read.fields() + " " + strings(fields), "");
      String text = new String(message, UTF_8);
      // An escape in quotes is the character that it stands for.
      for (String word : words(text.replaceAll("\\\\(x..|.)", " "), " ").split(" ", -1)) {
        assertThat(held.contains(word) || STATED.contains(word))
            .as("'%s' of '%s' in %s", word, text, read.fields())
            .isTrue();
      }
    }
  }

  /** Letters and digits of ASCII in lower case. */
  private static String words(String text, String between) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", between);
  }

  private static String strings(JsonNode node) {
    StringBuilder all = new StringBuilder(node.isTextual() ? node.textValue() + " " : "");
    node.forEach(child -> all.append(strings(child)));
    return all.toString();
  }
}
