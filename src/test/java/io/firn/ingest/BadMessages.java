package io.firn.ingest;

import static io.firn.ingest.BadInput.damaged;
import static io.firn.ingest.BadInput.export;
import static io.firn.ingest.BadInput.json;
import static io.firn.ingest.BadInput.lines;
import static io.firn.ingest.BadInput.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.firn.ingest.BadInput.Event;
import io.firn.ingest.BadInput.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Export objects whose messages are hard to take. */
final class BadMessages {
  private static final int MIB = 1 << 20;

  private BadMessages() {}

  static List<BadInput> all() {
    List<BadInput> all = new ArrayList<>(sizes());
    all.addAll(noJson());
    all.addAll(bytes());
    all.addAll(shapes());
    all.addAll(numbers());
    all.addAll(keys());
    return all;
  }

  private static List<BadInput> sizes() {
    String tooLarge = "^event 2 is larger than 16777216 bytes";
    Event first = Event.text("first");
    return List.of(
        text("1 MiB of text", "z".repeat(MIB), "after"),
        json("1 MiB of JSON", "{\"big\":\"" + "é".repeat(MIB / 2) + "\"}", "{\"big\":\"\"}"),
        text("1 MiB of lines", "\n".repeat(MIB)),
        text("16 MiB of text", "z".repeat(16 * MIB), "after"),
        damaged(
            "one byte too many", export(first, Event.text("z".repeat(16 * MIB + 1))), tooLarge, 1),
        damaged(
            "17 MiB",
            export(first, Event.json("{\"big\":\"" + "z".repeat(17 * MIB) + "\"}"), first),
            tooLarge,
            1));
  }

  private static List<BadInput> noJson() {
    return List.of(
        text("cut JSON", "{\"a\":1,\"b\":{\"c\":[1,2", "{", "{\"a", "{\"a\":", "{\"a\":tru", "}"),
        text("JSON and more", "{\"a\":1}{\"b\":2}", "{\"a\":1} x", "x {\"a\":1}", "{\"a\":1},"),
        text("loose JSON", "{'a':1}", "{a:1}", "{\"a\":1,}", "{\"a\":NaN}", "{\"a\":1/*x*/}"),
        text(
            "loose numbers", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":0x1}"),
        text("raw controls", "{\"a\":\"\t\"}", "{\"a\":\"\u0001\"}", "{\"a\":\"x\ny\"}"),
        text("bad escapes", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\"),
        text("arrays", "[]", "[1,2]", "[{\"a\":1}]"),
        text("scalars", "null", "true", "1", "1e999", "\"a\"", " "),
        json("empty objects", "{}", " {} ", "{\n}"),
        lines("lines of JSON", Event.json("{\n\"pretty\":\n1}\n"), Event.text("{\"a\":1}\n{}")));
  }

  private static List<BadInput> bytes() {
    return List.of(
        lines(
            "invalid UTF-8 in text",
            latin("a\u00ffb"),
            latin("\u00e2\u0082"),
            latin("\u00c0\u0080")),
        lines(
            "surrogates in UTF-8", latin("\u00ed\u00a0\u0080"), latin("\u00f4\u0090\u0080\u0080")),
        lines(
            "invalid UTF-8 in values",
            latinJson("{\"broken\":\"a\u00ffb\",\"whole\":\"x\"}"),
            latinJson("{\"brokens\":[\"ok\",\"\u00c3\"],\"under\":{\"broken\":\"\u00a9\"}}"),
            latinJson("{\"any\":[1,\"\u00ff\"]}")),
        lines(
            "invalid UTF-8 in keys",
            latin("{\"a\u00ff\":1}"),
            latin("{\"a\":{\"\u00e2\u0082\":1}}"),
            latin("{\"a\":[{\"\u00ff\":1}]}")),
        lines("invalid UTF-8 outside strings", latin("{\"a\":1\u00ff}"), latin("\u00ff{\"a\":1}")),
        json(
            "lone surrogates",
            "{\"lone\":\"\\ud800\"}",
            "{\"lone\":\"\\udc00\\ud800x\"}",
            "{\"lones\":[\"\\ud83d\"]}",
            "{\"lone\":\"\\ud83d\\ude00\"}"),
        text("lone surrogates in keys", "{\"\\ud800\":1}", "{\"a\":{\"\\udfff\":1}}"));
  }

  private static Event latin(String bytes) {
    return Event.text(bytes.getBytes(ISO_8859_1));
  }

  private static Event latinJson(String bytes) {
    return new Event(Form.JSON, BadInput.STAMP, bytes.getBytes(ISO_8859_1));
  }

  private static List<BadInput> shapes() {
    return List.of(
        json("10,000 arrays", "{\"arrays\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
        json("10,000 objects", "{\"objects\":" + nested("{\"o\":", "1", "}", 10_000) + "}"),
        json("10,000 of both", "{\"both\":" + nested("[{\"o\":", "1", "}]", 10_000) + "}"),
        text(
            "10,000 that do not close",
            "{\"open\":" + "[".repeat(10_000) + "}",
            "[".repeat(10_000)),
        json(
            "as deep as columns go",
            nested("{\"d\":", "1", "}", 9),
            nested("{\"d\":", "1", "}", 10)),
        json("nothing in them", "{\"a1\":{},\"a2\":[],\"a3\":null,\"a4\":{\"b\":{}},\"a5\":[[]]}"),
        json("mixed arrays", "{\"mix\":[1,\"a\",{\"b\":[]},null]}", "{\"mix\":[[1],{}]}"),
        json("every type under one key", everyType()),
        json("300 keys", object(300, i -> "\"key_" + i + "\":" + i)),
        json("80,000 numbers", "{\"many\":[" + join(80_000, Integer::toString) + "]}"));
  }

  private static String[] everyType() {
    return List.of("1", "1.5", "\"a\"", "true", "{\"x\":1}", "[1]", "[\"a\"]", "\"\"", "1e999")
        .stream()
        .map(value -> "{\"every\":" + value + "}")
        .toArray(String[]::new);
  }

  private static List<BadInput> numbers() {
    return List.of(
        json(
            "1e999",
            "{\"huge\":1e999}",
            "{\"huge\":-1e999}",
            "{\"huge\":[1e999]}",
            "{\"tiny\":1e-999}"),
        json("1e999 beside a double", "{\"number\":1.5}", "{\"number\":1e999}"),
        json(
            "40 digits",
            "{\"forty\":" + "7".repeat(40) + "}",
            "{\"forty\":-" + "1".repeat(40) + "}"),
        json("38 digits", "{\"thirty_eight\":" + "9".repeat(38) + "}", "{\"thirty_eight\":1}"),
        json("30 decimals", "{\"decimals\":0." + "3".repeat(30) + "}", "{\"decimals\":0.1}"),
        json("edges", "{\"edge\":9223372036854775807}", "{\"edge\":9223372036854775808}"),
        json(
            "zeros",
            "{\"zero\":-0}",
            "{\"zero\":0.0}",
            "{\"zero\":-0.0}",
            "{\"zero\":0e999999999}"),
        json("100,000 digits", "{\"digits\":" + "8".repeat(100_000) + "}"));
  }

  private static List<BadInput> keys() {
    return List.of(
        json("empty key", "{\"\":1}", "{\"\":{\"\":\"x\"}}"),
        json("5,000 characters", "{\"" + "k".repeat(5000) + "\":1,\"" + "k".repeat(5001) + "\":2}"),
        json("quotes", "{\"\\\"\":1,\"'\":2,\"`\":3,\"\\\\\":4,\"a\\\"b\":5}"),
        json(
            "dots and slashes",
            "{\"a.b\":1,\"a\":{\"b\":2},\"a_b\":3,\"a/b\":4,\"a~b\":5,\".\":6}"),
        json("emoji", "{\"😀\":1,\"😁\":2,\"x😀\":{\"👩‍👩‍👧\":3},\"\\ud83d\\ude02\":4}"),
        json(
            "controls",
            "{\"\\u0000\":1,\"\\n\":2,\"a\\tb\":3,\"\\u007f\":4,\"\u2028\":5,\"\\u001b[0m\":6}"),
        json("Chinese", "{\"名字\":\"甲\",\"时间\":\"乙\",\"名\":{\"字\":1}}"),
        json("signs", "{\"+1\":1,\"-1\":2,\"1\":3,\"_\":4,\"__\":5,\" \":6,\"$\":7}"),
        json("envelope", "{\"log_time\":1,\"log_message\":\"m\",\"LOG_GROUP\":2,\"log_tags\":[3]}"),
        json("variants", "{\"v\":1,\"v__string\":\"s\",\"v__json\":true}", "{\"v\":\"x\"}"),
        json("case", "{\"Tag\":1,\"tag\":2,\"TAG\":3}", "{\"taG\":4}", "{\"İ\":5,\"i\":6,\"ı\":7}"),
        json("duplicates", "{\"dup\":1,\"dup\":2}", "{\"dup\":1,\"dup\":null,\"dup\":\"x\"}"),
        json("escaped duplicates", "{\"twin\":1,\"\\u0074win\":2}"),
        json("duplicates below", "{\"deep\":{\"dup\":[1],\"dup\":{\"a\":1,\"a\":2}}}"));
  }

  private static String nested(String open, String core, String close, int times) {
    return open.repeat(times) + core + close.repeat(times);
  }

  private static String object(int members, IntFunction<String> member) {
    return "{" + join(members, member) + "}";
  }

  private static String join(int count, IntFunction<String> piece) {
    return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining(","));
  }
}
