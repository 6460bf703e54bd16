package io.firn.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.AccessLogPreset;
import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.JsonTape;
import io.firn.parse.MessageParser.Parsed;
import io.firn.parse.MessageReader;
import io.firn.parse.ParserChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What parsers take for a megabyte of messages, on one core, without what comes behind them. JSON
 * is read by the bare tape too, in turn, for the ratio.
 */
public final class ParserBench {
  private static final int ROUNDS = 15;
  private static final long BYTES_OF_ROUND = 64 << 20;
  private static final String ID = "8b2c884f-792a-4cf1-a4c4-9fc96cf07d0b";
  private static final String JSON =
      "{\"timestamp\":\"2026-11-20T08:05:43.563Z\",\"level\":\"INFO\",\"requestId\":\""
          + ID
          + "\",\"event\":\"order_placed\",\"total\":129.95,\"items\":[{\"sku\":\"A-17\",\"count\":2},"
          + "{\"sku\":\"B-4\",\"count\":1}],\"customer\":{\"id\":90817,\"country\":\"DE\","
          + "\"returning\":true},\"note\":null}";

  private ParserBench() {}

  public static void main(String[] arguments) {
    JsonTape tape = new JsonTape();
    Map<String, ToLongFunction<byte[]>> jsonReaders = new LinkedHashMap<>();
    jsonReaders.put("bare tape", message -> tape.read(message, 0, message.length) ? 1 : 0);
    for (ParserChoice choice :
        List.of(ParserChoice.JSON, ParserChoice.AUTO.at(1), ParserChoice.AUTO)) {
      jsonReaders.put("JSON by " + choice.name() + ", version " + choice.version(), reader(choice));
    }
    print(measured(jsonReaders, JSON));
    print(ParserChoice.AUTO, "lambda's REPORT", report());
    print(ParserChoice.AUTO, "Node.js, text", line("resized 17 pictures in 3 seconds"));
    print(ParserChoice.AUTO, "Node.js, JSON", line(JSON));
    print(
        ParserChoice.AUTO, "text", "Mar 27 13:06:56 ip-10-77-20-248 sshd[1291]: Server listening");
    print(
        ParserChoice.of("vpc-flow"),
        "vpc-flow",
        "2 012345678901 eni-1 10.0.0.1 10.0.0.2 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK");
    print(ParserChoice.accessLog(AccessLogPreset.COMBINED), "access-log, combined", combined());
    print(
        ParserChoice.of("logfmt"),
        "logfmt",
        "ts=2026-11-20T08:05:43.563Z level=info caller=main.go:17 msg=\"order placed\" took=1.5 n=7");
    print(
        ParserChoice.regex(
            "(?<client>\\S+) (?<ident>\\S+) (?<user>\\S+) \\[(?<time>[^\\]]+)\\] \"(?<request>[^\"]*)\""
                + " (?<status>\\d+) (?<bytes>\\d+) \"(?<referer>[^\"]*)\" \"(?<agent>[^\"]*)\""),
        "regex, the same lines",
        combined());
  }

  private static String report() {
    return "REPORT RequestId: "
        + ID
        + "\tDuration: 244.42 ms\tBilled Duration: 300 ms\tMemory Size: 1024 MB\t"
        + "Max Memory Used: 99 MB\tInit Duration: 374.97 ms\t\n";
  }

  private static String line(String text) {
    return "2020-07-25T05:16:44.324Z\t" + ID + "\tINFO\t" + text + "\n";
  }

  private static String combined() {
    return "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET /images/search.png HTTP/1.1\" 200"
        + " 203023 \"http://example.com/\" \"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)\"";
  }

  private static ToLongFunction<byte[]> reader(ParserChoice choice) {
    MessageReader reader = new MessageReader(choice, FreeText.KEPT);
    return message -> reader.read(message, 0, message.length) == Parsed.NOT ? 0 : 1;
  }

  private static void print(ParserChoice choice, String name, String message) {
    print(measured(Map.of(name, reader(choice)), message));
  }

  private static void print(Map<String, Double> seconds) {
    double first = seconds.values().iterator().next();
    seconds.forEach(
        (name, each) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %6.2f ms/MB, %.3f of the first%n",
                name,
                each * 1e9 / BYTES_OF_ROUND,
                each / first));
  }

  /** Medians of rounds in turn. */
  private static Map<String, Double> measured(
      Map<String, ToLongFunction<byte[]>> readers, String text) {
    byte[] message = text.getBytes(UTF_8);
    Map<String, List<Double>> rounds = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      readers.forEach(
          (name, reader) ->
              rounds.computeIfAbsent(name, n -> new ArrayList<>()).add(seconds(reader, message)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rounds.forEach(
        (name, each) -> {
          double[] sorted = each.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          medians.put(name, Arrays.stream(sorted).skip(ROUNDS / 2).findFirst().orElseThrow());
        });
    return medians;
  }

  private static double seconds(ToLongFunction<byte[]> reader, byte[] message) {
    long fields = 0;
    long start = System.nanoTime();
    for (long bytes = 0; bytes < BYTES_OF_ROUND; bytes += message.length) {
      fields += reader.applyAsLong(message);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (fields < 0) {
      throw new IllegalStateException("No field was read");
    }
    return seconds;
  }
}
