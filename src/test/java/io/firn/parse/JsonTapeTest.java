package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTapeTest {
  private final JsonTape tape = new JsonTape();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " \t\r\n{ \t\r\n} \t\r\n",
        "{\"\":0}",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"a\":[ ]}",
        "{\"a\" : [ 1 , -0 , 0.5 , 1E+2 , 1e-2 , -1.0E0 , 0e1 ] }",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[true,false,null,\"\",[[]],{},[{}]]}",
        "{\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\":\"\u007f\u0080\u2028\uffff\"}",
        "{\"a\":\"\\ud83d\\ude00\\uD83D\\uDE00\u20ac\ud83d\ude00\"}",
        "{\"a\":123456789012345678901234567890.123456789e-999999999999999999999}",
      })
  void readsAnObject(String json) {
    assertThat(read(json)).as(json).isTrue();
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void leavesTheRestAsText(String json) {
    assertThat(read(json)).as(json).isFalse();
  }

  static Stream<String> notJson() {
    Stream<String> messages =
        Stream.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "1",
            "\"a\"",
            "null",
            "x{}",
            "{}x",
            "{}{}",
            "{},",
            "\ufeff{}",
            "{]",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{\"a\"::1}",
            "{1:1}",
            "{a:1}",
            "{'a':1}",
            "{null:1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1;\"b\":2}",
            "{\"a\":1}}",
            "{\"a\":[}",
            "{\"a\":{}",
            "{\"a\":[1}",
            "{\"a\":{]}",
            "{\"a\":[1]]}",
            "{/**/}",
            "{\"a\":1}//",
            "{#\n}",
            "{\"a\":1}\u0000",
            "\f{}",
            "{\u00a0}",
            "{\u000b}",
            "{:1}",
            "{\"",
            "{\"a",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":\"}",
            "{\"a\":\"\\\"}",
            "{\"a\":\"b\"c}",
            "{\"a\\\"}");
    Stream<String> values =
        Stream.of(
            "01",
            "-",
            "-01",
            "+1",
            ".5",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            "1E-",
            "-.5",
            "1.5.5",
            "1e5e5",
            "0x1",
            "1f",
            "1_0",
            "--1",
            "1-1",
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "tru",
            "true1",
            "True",
            "TRUE",
            "fals",
            "falsy",
            "nul",
            "nulL",
            "nullnull",
            "undefined",
            "[1,]",
            "[,1]",
            "[,]",
            "[1,,2]",
            "[1 2]",
            "[1:2]",
            "[\"a\":1]",
            "[",
            "]",
            "'a'",
            "a",
            "\"\n\"",
            "\"\t\"",
            "\"\u0000\"",
            "\"\u001f\"",
            "\"aaaaaaaaaaaa\u0001aaaaaaa\"",
            "\"\\x\"",
            "\"\\u\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\u-123\"",
            "\"\\U0041\"",
            "\"\\'\"",
            "\"\\\n\"",
            "\"\\\"",
            "\u20ac",
            "\"a\"\u00e9",
            "\"\\ud83d\\u\"",
            "\"\\ud83d\\ude0\"",
            "\"\\ud83d\\x\"",
            "\u0000");
    return Stream.concat(messages, values.map(v -> "{\"a\":" + v + "}"));
  }

  @Test
  void laysTheTokensOutInOrder() {
    assertThat(read("{\"a\":[1,{\"b\":null},[]],\"c\" : \"x\" }")).isTrue();

    assertThat(tokens())
        .containsExactly(
            "5 {\"a\":[1,{\"b\":null},[]],\"c\" : \"x\" } next 10 size 2",
            "3 \"a\" next 2",
            "6 [1,{\"b\":null},[]] next 8 size 3",
            "4 1 next 4",
            "5 {\"b\":null} next 7 size 1",
            "3 \"b\" next 6",
            "0 null next 7",
            "6 [] next 8 size 0",
            "3 \"c\" next 9",
            "3 \"x\" next 10");
  }

  private List<String> tokens() {
    return Stream.iterate(0, i -> i < tape.next(0), i -> i + 1)
        .map(
            i -> {
              int length = tape.end(i) - tape.start(i);
              String raw = new String(tape.bytes(), tape.start(i), length, UTF_8);
              String size = tape.kind(i) >= JsonTape.OBJECT ? " size " + tape.size(i) : "";
              return tape.kind(i) + " " + raw + " next " + tape.next(i) + size;
            })
        .toList();
  }

  @Test
  void looksAtNothingOutsideTheSlice() {
    byte[] bytes = "}{\"a\":\"b\"}\",\"c\":1}".getBytes(UTF_8);

    assertThat(tape.read(bytes, 1, 9)).isTrue();
    assertThat(tape.size(0)).isEqualTo(1);
    assertThat(tape.read(bytes, 1, 8)).isFalse();
    assertThat(tape.read(bytes, 0, bytes.length)).isFalse();
    assertThat(tape.read("{\"a\":\"bb} \"}".getBytes(UTF_8), 0, 9)).isFalse();
    assertThat(tape.read(bytes, 5, 0)).isFalse();
  }

  @Test
  void readsADeepMessage() {
    int depth = 100_000;
    String open = "{\"a\":[".repeat(depth);
    String close = "]}".repeat(depth);

    assertThat(read(open + close)).isTrue();
    assertThat(tape.next(0)).isEqualTo(3 * depth);
    assertThat(read(open + close + "}")).isFalse();
    assertThat(read(open + "}")).isFalse();
    assertThat(read("{\"a\":1}")).isTrue();
    assertThat(tape.next(0)).isEqualTo(3);
  }

  @Test
  void tellsPlainStringsFromOthers() {
    assertThat(
            read(
                "{\"a\":[\"\",\"plain\",\"\u00e4\u20ac\ud83d\ude00\",\"\\n\",\"\\ud83d\\ude00\"]}"))
        .isTrue();

    assertThat(Stream.of(3, 4, 5, 6, 7).map(tape::isPlain))
        .containsExactly(true, true, true, false, false);
    assertThat(new String(tape.decode(7), UTF_8)).isEqualTo("\ud83d\ude00");
    assertThat(new String(tape.decode(5), UTF_8)).isEqualTo("\u00e4\u20ac\ud83d\ude00");
    assertThat(tape.isBrokenWithin(0)).isFalse();
    assertThat(tape.hasBrokenKey()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud83d",
        "\\ude00",
        "\\ud83dx",
        "\\ud83d\\n",
        "\\ud83d\\u0041",
        "\\ud83d\\ud83d",
        "\u00ff",
        "\u00c3",
        "\u00e2\u0082",
        "\u0080",
        "\u00c0\u0080",
        "\u00ed\u00a0\u0080",
        "\u00f5",
        "\u00f4\u0090\u0080\u0080",
        "\u00e0\u0080\u0080",
        "\u00f0\u008f\u00bf\u00bf"
      })
  void acceptsABrokenStringAndSaysSo(String content) {
    byte[] bytes =
        ("{\"k\":1,\"b\":[{\"x\":\"" + content + "\"}],\"p\":[\"ok\"]}").getBytes(ISO_8859_1);

    assertThat(tape.read(bytes, 0, bytes.length)).isTrue();
    assertThat(tape.isBroken(7)).isTrue();
    assertThat(tape.isPlain(7)).isFalse();
    assertThat(new String(tape.decode(7), UTF_8)).contains("\ufffd");
    assertThat(Utf8.isValid(tape.decode(7), 0, tape.decode(7).length)).isTrue();
    assertThat(Stream.of(0, 2, 4, 5, 9).map(tape::isBrokenWithin))
        .containsExactly(true, false, true, true, false);
    assertThat(tape.hasBrokenKey()).isFalse();
  }

  @Test
  void namesABrokenKeyAtAnyDepth() {
    assertThat(read("{\"a\":[{\"\\udc00\":1}]}")).isTrue();
    assertThat(tape.hasBrokenKey()).isTrue();
    assertThat(tape.isBrokenWithin(2)).isTrue();
    assertThat(read("{\"a\":1}")).isTrue();
    assertThat(tape.hasBrokenKey()).isFalse();
    assertThat(tape.isBrokenWithin(0)).isFalse();
  }

  private boolean read(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return tape.read(bytes, 0, bytes.length);
  }
}
