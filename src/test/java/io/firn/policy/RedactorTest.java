package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.parse.JsonTape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bytes stand as Latin-1 text where they are no UTF-8. */
class RedactorTest {
  private static final String FOX = "The quick brown fox jumps over the lazy dog";
  private static final String HASH_OF_FOX =
      "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

  /**
   * One message.
   *
   * @param rules pairs of {@code drop} or a mask and a path
   * @param after null if nothing changes
   */
  private record Case(String rules, String before, String after, int dropped, int masked) {}

  private static Case drop(String rules, String before, String after, int dropped) {
    return new Case("drop " + rules.replace(" ", " drop "), before, after, dropped, 0);
  }

  private static Case mask(String rules, String before, String after, int masked) {
    return new Case(rules, before, after, 0, masked);
  }

  private static Case same(String rules, String before) {
    return new Case(rules, before, null, 0, 0);
  }

  private static final List<Case> COMMAS =
      List.of(
          drop("a", "{\"a\":1}", "{}", 1),
          drop("a", "{ \"a\" : 1 }", "{  }", 1),
          drop("a", "{\"a\":1,\"b\":2}", "{\"b\":2}", 1),
          drop("a", "{\"b\":2,\"a\":1}", "{\"b\":2}", 1),
          drop("a", "{\"b\":2, \"a\":1, \"c\":3}", "{\"b\":2, \"c\":3}", 1),
          drop("a", " {\n\"a\": 1 ,\n\"b\": 2\n}\r\n", "{\n\"b\": 2\n}", 1),
          drop("a b", "{\"a\":1,\"b\":2}", "{}", 2),
          drop("a b", "{\"a\":1,\"b\":2,\"c\":3}", "{\"c\":3}", 2),
          drop("a b", "{\"c\":3,\"a\":1,\"b\":2}", "{\"c\":3}", 2),
          drop("a b", "{\"a\":1,\"c\":3,\"b\":2}", "{\"c\":3}", 2),
          drop("a b", "{\"a\":1, \"c\":3 ,\"b\":2 , \"d\":4}", "{\"c\":3 , \"d\":4}", 2),
          drop("a", "{\"a\":1,\"a\":2,\"a\":3}", "{}", 3),
          drop("a", "{\"a\":1,\"b\":0,\"a\":2,\"a\":3,\"c\":0}", "{\"b\":0,\"c\":0}", 3),
          drop("a", "{\"a\":null,\"b\":{}}", "{\"b\":{}}", 1),
          drop("a", "{\"a\":{\"a\":[1,{\"b\":2}]},\"b\":[]}", "{\"b\":[]}", 1));

  private static final List<Case> PLACES =
      List.of(
          drop("a.b", "{\"a\":{\"b\":1,\"c\":2},\"b\":3}", "{\"a\":{\"c\":2},\"b\":3}", 1),
          drop("a.b", "{\"a\":{\"b\":1},\"a\":{\"b\":2}}", "{\"a\":{},\"a\":{}}", 2),
          drop("a.b", "{\"a\":[{\"b\":1},{\"c\":2,\"b\":3}]}", "{\"a\":[{},{\"c\":2}]}", 2),
          drop("a.b", "{\"a\":[[[{\"b\":1}],7],[{\"b\":2}]]}", "{\"a\":[[[{}],7],[{}]]}", 2),
          drop(
              "a.b.c", "{\"a\":[{\"b\":[{\"c\":1,\"d\":2}]}]}", "{\"a\":[{\"b\":[{\"d\":2}]}]}", 1),
          drop("a.b a.c d", "{\"d\":0,\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{}}", 3),
          drop("a a.b", "{\"a\":{\"b\":1},\"c\":2}", "{\"c\":2}", 1),
          drop("a", "{\"A\":1,\"b\":2}", "{\"b\":2}", 1),
          drop("Pass-Word", "{\"pASS-wORD\":1,\"b\":2}", "{\"b\":2}", 1),
          drop("password", "{\"pass\\u0077ord\":1,\"b\":2}", "{\"b\":2}", 1),
          drop("password", "{\"\\u0050assword\":1,\"b\":2}", "{\"b\":2}", 1),
          drop("a\\.b", "{\"a.b\":1,\"a\":{\"b\":2}}", "{\"a\":{\"b\":2}}", 1),
          drop("é.😀", "{\"\\u00e9\":{\"\\ud83d\\ude00\":1}}", "{\"\\u00e9\":{}}", 1),
          drop("a/b\"c\\\\d", "{\"a\\/b\\\"c\\\\d\":1}", "{}", 1),
          drop("\uFFFD", "{\"\\ud800\":1,\"b\":2}", "{\"b\":2}", 1),
          same("drop a", "{}"),
          same("drop a", "{\"b\":{\"a\":1},\"aa\":1,\"\":2,\"c\":[{\"a\":1}]}"),
          same("drop a.b", "{\"a\":1,\"b\":2}"),
          same("drop a.b", "{\"a\":\"{\\\"b\\\":1}\",\"b\":[1,[2]],\"a\":[\"b\",null,{}]}"),
          same("drop é", "{\"É\":1}"),
          same("drop k", "{\"\u212A\":1}"));

  private static final List<Case> MASKS =
      List.of(
          mask("fixed a", "{ \"a\" : \"secret\" , \"b\":1}", "{ \"a\" : \"***\" , \"b\":1}", 1),
          mask("fixed a", "{\"a\":12,\"A\":true}", "{\"a\":\"***\",\"A\":\"***\"}", 2),
          mask("fixed a", "{\"a\":{\"a\":1},\"b\":2}", "{\"a\":\"***\",\"b\":2}", 1),
          mask("fixed a", "{\"a\":[1,2],\"a\":\"\"}", "{\"a\":\"***\",\"a\":\"***\"}", 2),
          mask("fixed a", "{\"a\":null,\"a\":1}", "{\"a\":null,\"a\":\"***\"}", 1),
          mask(
              "fixed a.b",
              "{\"a\":[{\"b\":1},{\"b\":2}]}",
              "{\"a\":[{\"b\":\"***\"},{\"b\":\"***\"}]}",
              2),
          mask("last4 a", "{\"a\":\"12345678\"}", "{\"a\":\"****5678\"}", 1),
          mask("last4 a", "{\"a\":\"1234567\"}", "{\"a\":\"****\"}", 1),
          mask("last4 a", "{\"a\":\"\"}", "{\"a\":\"****\"}", 1),
          mask("last4 a", "{\"a\":\"1234é中😀\\u20ac\"}", "{\"a\":\"****é中😀€\"}", 1),
          mask("last4 a", "{\"a\":\"\\ud83d\\ude00中é7654\"}", "{\"a\":\"****\"}", 1),
          mask(
              "last4 a",
              "{\"a\":\"1234\\\"\\\\\\n\\u0001\"}",
              "{\"a\":\"****\\\"\\\\\\u000a\\u0001\"}",
              1),
          mask("last4 a", "{\"a\":\"1234567\\ud800\"}", "{\"a\":\"****567\uFFFD\"}", 1),
          mask("last4 a", "{\"a\":4111111111111234}", "{\"a\":\"****1234\"}", 1),
          mask("last4 a", "{\"a\":-1.5e+10}", "{\"a\":\"****e+10\"}", 1),
          mask("last4 a", "{\"a\":1234567}", "{\"a\":\"****\"}", 1),
          mask("last4 a", "{\"a\":true,\"A\":[1111111111]}", "{\"a\":\"****\",\"A\":\"****\"}", 2),
          mask("last4 a", "{\"a\":{\"b\":\"12345678\"}}", "{\"a\":\"****\"}", 1),
          mask("hash a", "{\"a\":\"" + FOX + "\"}", "{\"a\":\"" + HASH_OF_FOX + "\"}", 1),
          mask(
              "hash a",
              "{\"a\":\"\\u0054" + FOX.substring(1) + "\"}",
              "{\"a\":\"" + HASH_OF_FOX + "\"}",
              1),
          same("hash a", "{\"a\":null}"),
          same("fixed a.b", "{\"a\":\"b\",\"b\":1}"));

  private static final List<Case> TOGETHER =
      List.of(
          new Case("drop a fixed a", "{\"a\":1,\"b\":2}", "{\"b\":2}", 1, 0),
          new Case("drop A fixed a", "{\"a\":1,\"b\":2}", "{\"b\":2}", 1, 0),
          new Case("drop a fixed a.b", "{\"a\":{\"b\":1},\"b\":2}", "{\"b\":2}", 1, 0),
          new Case(
              "drop a.b fixed a", "{\"a\":{\"b\":1},\"b\":2}", "{\"a\":\"***\",\"b\":2}", 0, 1),
          new Case("drop a.b fixed a", "{\"a\":null,\"b\":2}", null, 0, 0),
          new Case("fixed a last4 a.b", "{\"a\":{\"b\":1}}", "{\"a\":\"***\"}", 0, 1),
          new Case(
              "drop a drop c.d fixed b last4 c.e",
              "{\"a\":1, \"b\":2, \"c\":[{\"d\":3, \"e\":123456789}, 4], \"a\":5}",
              "{\"b\":\"***\", \"c\":[{\"e\":\"****6789\"}, 4]}",
              3,
              2));

  @TestFactory
  Stream<DynamicTest> takesOut() {
    return Stream.of(COMMAS, PLACES, MASKS, TOGETHER)
        .flatMap(List::stream)
        .map(each -> DynamicTest.dynamicTest(each.rules + " of " + each.before, () -> check(each)));
  }

  private static void check(Case each) {
    Redactor redactor = new Redactor(redaction(each.rules));
    byte[] before = each.before.getBytes(UTF_8);
    assertThat(redactor.redact(tape(before))).isEqualTo(each.after != null);
    assertThat(redactor.dropped()).as("dropped").isEqualTo(each.dropped);
    assertThat(redactor.masked()).as("masked").isEqualTo(each.masked);
    if (each.after != null) {
      assertThat(text(redactor)).isEqualTo(each.after);
      tape(text(redactor).getBytes(UTF_8));
    }
    assertThat(before).isEqualTo(each.before.getBytes(UTF_8));
  }

  private static Redaction redaction(String rules) {
    List<KeyPath> drop = new ArrayList<>();
    Map<KeyPath, Mask> mask = new LinkedHashMap<>();
    String[] words = rules.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      KeyPath path = KeyPath.parse(words[i + 1]);
      if (words[i].equals("drop")) {
        drop.add(path);
      } else {
        mask.put(path, Mask.valueOf(words[i].toUpperCase(Locale.ROOT)));
      }
    }
    return Redaction.of(drop, mask, "key".getBytes(UTF_8));
  }

  private static JsonTape tape(byte[] json) {
    JsonTape tape = new JsonTape();
    assertThat(tape.read(json, 0, json.length)).as(new String(json, ISO_8859_1)).isTrue();
    return tape;
  }

  private static String text(Redactor redactor) {
    return new String(redactor.bytes(), 0, redactor.length(), UTF_8);
  }

  @Test
  void keepsOtherBytesAsTheyAre() {
    String before = "{\"x\u00ff\":\"\u00ed\u00a0\u0080\\ud800\\/\", \"a\":1,\"n\":[1.0E+2 ,-0]}";
    Redactor redactor = new Redactor(redaction("drop a"));
    assertThat(redactor.redact(tape(before.getBytes(ISO_8859_1)))).isTrue();
    assertThat(Arrays.copyOf(redactor.bytes(), redactor.length()))
        .isEqualTo(before.replace(" \"a\":1,", "").getBytes(ISO_8859_1));
  }

  @Test
  void hashesEqualValuesEqually() {
    Redactor redactor = new Redactor(redaction("hash a"));
    String broken = hashed(redactor, "\"x\\ud800\"");
    assertThat(hashed(redactor, "\"x\uFFFD\"")).isEqualTo(broken);
    assertThat(hashed(redactor, "\"x\\uD800\"")).isEqualTo(broken);
    assertThat(hashed(redactor, "12")).isEqualTo(hashed(redactor, "\"12\""));
    assertThat(hashed(redactor, "12.0")).isNotEqualTo(hashed(redactor, "12"));
    assertThat(hashed(redactor, "true")).isEqualTo(hashed(redactor, "\"true\""));
    assertThat(hashed(redactor, "[1, 2]")).isEqualTo(hashed(redactor, "\"[1, 2]\""));
    assertThat(hashed(redactor, "{\"a\":null}"))
        .isEqualTo(hashed(redactor, "\"{\\\"a\\\":null}\""));
    Redactor other =
        new Redactor(
            Redaction.of(
                List.of(), Map.of(KeyPath.parse("a"), Mask.HASH), "other".getBytes(UTF_8)));
    assertThat(hashed(other, "12")).isNotEqualTo(hashed(redactor, "12"));
  }

  private static String hashed(Redactor redactor, String value) {
    assertThat(redactor.redact(tape(("{\"a\":" + value + "}").getBytes(UTF_8)))).isTrue();
    assertThat(text(redactor)).matches("\\{\"a\":\"[0-9a-f]{64}\"}");
    return text(redactor);
  }

  @Test
  void readsASliceAndIsUsedAgain() {
    Redactor redactor = new Redactor(redaction("drop a fixed b"));
    JsonTape tape = new JsonTape();
    byte[] bytes = "xx{\"a\":1,\"b\":2}yy".getBytes(UTF_8);
    String longer = "{\"a\":0,\"c\":\"" + "x".repeat(100_000) + "\"}";
    for (int i = 0; i < 2; i++) {
      assertThat(tape.read(bytes, 2, bytes.length - 4)).isTrue();
      assertThat(redactor.redact(tape)).isTrue();
      assertThat(text(redactor)).isEqualTo("{\"b\":\"***\"}");
      assertThat(redactor.redact(tape(longer.getBytes(UTF_8)))).isTrue();
      assertThat(text(redactor)).isEqualTo(longer.replace("\"a\":0,", ""));
      assertThat(redactor.redact(tape("{\"c\":1}".getBytes(UTF_8)))).isFalse();
      assertThat(redactor.dropped() + redactor.masked()).isZero();
    }
  }

  @Test
  void anyDepthFitsASmallStack() throws InterruptedException {
    int depth = 100_000;
    String arrays = "[".repeat(depth) + "{\"b\":\"secret\"},1" + "]".repeat(depth);
    String objects = "{\"a\":".repeat(depth) + "\"secret\"" + "}".repeat(depth);
    AtomicReference<String> found = new AtomicReference<>();
    Thread small =
        new Thread(
            null,
            () -> {
              Redactor redactor = new Redactor(redaction("drop a.b drop a.a.c"));
              redactor.redact(tape(("{\"a\":" + arrays + "}").getBytes(UTF_8)));
              String first = text(redactor);
              boolean changed = redactor.redact(tape(objects.getBytes(UTF_8)));
              found.set(first + changed);
            },
            "small stack",
            200_000);
    small.start();
    small.join();
    assertThat(found.get())
        .isEqualTo("{\"a\":" + arrays.replace("\"b\":\"secret\"", "") + "}" + "false");
  }

  @Test
  void refusesWhatIsAmbiguous() {
    Map<KeyPath, Mask> twice = new LinkedHashMap<>();
    twice.put(KeyPath.parse("user.email"), Mask.FIXED);
    twice.put(KeyPath.parse("User.Email"), Mask.LAST4);
    assertThatThrownBy(() -> Redaction.of(List.of(), twice, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid mask: User.Email (must not be another masked path in other case)");
    for (byte[] key : new byte[][] {null, {}}) {
      assertThatThrownBy(() -> Redaction.of(List.of(), Map.of(KeyPath.parse("a"), Mask.HASH), key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid mask: hash (must have a key)");
    }
  }

  @Test
  void dropsStringsThatShouldHaveBeenUnwrappedOnTheWayToAValue() {
    Redaction redaction =
        Redaction.of(List.of(KeyPath.parse("log.password")), Map.of(), new byte[0]);
    Redactor redactor =
        new Redactor(redaction, List.of(KeyPath.parse("LOG"), KeyPath.parse("other")));
    byte[] message =
        "{\"log\":\"{cut\",\"Log\":[\"x\",{\"password\":1,\"a\":\"b\"}],\"other\":\"y\"}"
            .getBytes(UTF_8);
    JsonTape tape = new JsonTape();
    assertThat(tape.read(message, 0, message.length)).isTrue();

    assertThat(redactor.redact(tape)).isTrue();
    assertThat(new String(redactor.bytes(), 0, redactor.length(), UTF_8))
        .isEqualTo("{\"log\":null,\"Log\":[null,{\"a\":\"b\"}],\"other\":\"y\"}");
    assertThat(redactor.dropped()).isEqualTo(3);
  }

  @Test
  void neverShowsTheKey() {
    Redaction redaction = redaction("drop a.b hash c");
    assertThat(redaction).hasToString("drop [a.b], mask {c=HASH}");
  }
}
