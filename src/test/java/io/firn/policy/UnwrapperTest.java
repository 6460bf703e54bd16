package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bytes stand as Latin-1 text where they are no UTF-8. */
class UnwrapperTest {
  /**
   * One message.
   *
   * @param paths one space between two
   * @param after null if nothing changes
   */
  private record Case(String paths, String before, String after) {}

  private static Case same(String paths, String before) {
    return new Case(paths, before, null);
  }

  private static final List<Case> STRINGS =
      List.of(
          new Case("log", "{\"log\":\"{}\"}", "{\"log\":{}}"),
          new Case("log", "{\"log\":\"{\\\"a\\\":1}\"}", "{\"log\":{\"a\":1}}"),
          new Case(
              "log",
              " { \"x\" : 1 , \"log\" : \"{\\\"a\\\" : 1}\\n\" , \"y\":[ 2 ]}\n",
              "{ \"x\" : 1 , \"log\" : {\"a\" : 1} , \"y\":[ 2 ]}"),
          new Case("log", "{\"log\":\" \\t\\r\\n {\\\"a\\\":1} \\n\"}", "{\"log\":{\"a\":1}}"),
          new Case("log", "{\"log\":\"\\u007b\\u0022a\\u0022:1\\u007D\"}", "{\"log\":{\"a\":1}}"),
          new Case("log", "{\"log\":\"\\u0020{}\"}", "{\"log\":{}}"),
          new Case(
              "log",
              "{\"log\":\"{\\\"a\\\":\\\"x\\\\n\\\\\\\"é\\u00e9\\ud83d\\ude00\\\\u00e9\\\"}\"}",
              "{\"log\":{\"a\":\"x\\n\\\"éé😀\\u00e9\"}}"),
          new Case(
              "log",
              "{\"log\":\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"}",
              "{\"log\":{\"a\":\"\\ud800\"}}"),
          new Case("log", "{\"log\":\"{\\\"log\\\":\\\"{}\\\"}\"}", "{\"log\":{\"log\":\"{}\"}}"),
          same("log", "{}"),
          same("log", "{\"log\":{\"a\":1},\"LOG\":[1,null],\"Log\":true}"),
          same("log", "{\"log\":\"\"}"),
          same("log", "{\"log\":\"GET /\"}"),
          same("log", "{\"log\":\"{\\\"a\\\":1\"}"),
          same("log", "{\"log\":\"{\\\"a\\\":1}{}\"}"),
          same("log", "{\"log\":\"x {\\\"a\\\":1}\"}"),
          same("log", "{\"log\":\"{'a':1}\"}"),
          same("log", "{\"log\":\"{\\\"a\\\":01}\"}"),
          same("log", "{\"log\":\"{\\\"a\\\":\\\"\\n\\\"}\"}"),
          same("log", "{\"log\":\"\\u00a0{}\"}"),
          same("log", "{\"log\":\"[{}]\"}"),
          same("log", "{\"log\":\"\\\"{}\\\"\"}"),
          same("log", "{\"log\":\"12\"}"),
          same("log", "{\"log\":\"{\\\"a\\\":\\\"\\ud800\\\"}\"}"),
          same("log", "{\"log\":\"{\\\"\\\\ud800\\\":1}\"}"));

  private static final List<Case> PATHS =
      List.of(
          new Case(
              "a", "{\"A\":\"{}\",\"b\":\"{}\",\"a\":\"{}\"}", "{\"A\":{},\"b\":\"{}\",\"a\":{}}"),
          new Case("a.b", "{\"a\":{\"b\":\"{}\"},\"b\":\"{}\"}", "{\"a\":{\"b\":{}},\"b\":\"{}\"}"),
          new Case("LOG.Msg", "{\"log\":{\"m\\u0073G\":\"{}\"}}", "{\"log\":{\"m\\u0073G\":{}}}"),
          new Case(
              "a\\.b",
              "{\"a.b\":\"{}\",\"a\":{\"b\":\"{}\"}}",
              "{\"a.b\":{},\"a\":{\"b\":\"{}\"}}"),
          new Case("a", "{\"a\":[\"{}\",[\"{}\",1],\"x\"]}", "{\"a\":[{},[{},1],\"x\"]}"),
          new Case(
              "a.b",
              "{\"a\":[[{\"b\":\"{}\"}],\"{}\",{\"b\":[\"{}\"]}]}",
              "{\"a\":[[{\"b\":{}}],\"{}\",{\"b\":[{}]}]}"),
          new Case(
              "a.b a",
              "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"c\\\\\\\":1}\\\",\\\"c\\\":2}\",\"d\":3}",
              "{\"a\":{\"b\":{\"c\":1},\"c\":2},\"d\":3}"),
          new Case(
              "a a.x.b",
              "{\"a\":\"{\\\"x\\\":[{\\\"B\\\":\\\"{}\\\"},\\\"{}\\\"]}\"}",
              "{\"a\":{\"x\":[{\"B\":{}},\"{}\"]}}"),
          new Case(
              "a a.b c",
              "{\"a\":\"{\\\"b\\\":\\\"{}\\\"}\",\"c\":\"{ }\",\"a\":{\"b\":\"{}\"}}",
              "{\"a\":{\"b\":{}},\"c\":{ },\"a\":{\"b\":{}}}"),
          new Case("a a.b", "{\"a\":\"x\",\"A\":{\"b\":\"{}\"}}", "{\"a\":\"x\",\"A\":{\"b\":{}}}"),
          same("a.b", "{\"a\":\"{\\\"b\\\":\\\"{}\\\"}\"}"),
          same("a.b", "{\"a\":\"{}\",\"b\":\"{}\"}"));

  @TestFactory
  Stream<DynamicTest> unwraps() {
    return Stream.of(STRINGS, PATHS)
        .flatMap(List::stream)
        .map(each -> DynamicTest.dynamicTest(each.paths + " of " + each.before, () -> check(each)));
  }

  private static void check(Case each) {
    Unwrapper unwrapper = unwrapper(each.paths);
    byte[] before = each.before.getBytes(UTF_8);
    assertThat(unwrapper.unwrap(tape(before))).isEqualTo(each.after != null);
    if (each.after != null) {
      assertThat(text(unwrapper)).isEqualTo(each.after);
      tape(text(unwrapper).getBytes(UTF_8));
    }
    assertThat(before).isEqualTo(each.before.getBytes(UTF_8));
  }

  private static Unwrapper unwrapper(String paths) {
    return new Unwrapper(Stream.of(paths.split(" ")).map(KeyPath::parse).toList());
  }

  private static JsonTape tape(byte[] json) {
    JsonTape tape = new JsonTape();
    assertThat(tape.read(json, 0, json.length)).as(new String(json, ISO_8859_1)).isTrue();
    return tape;
  }

  private static String text(Unwrapper unwrapper) {
    return new String(unwrapper.bytes(), 0, unwrapper.length(), UTF_8);
  }

  /** Broken strings elsewhere are no reason, and are not repaired. */
  @Test
  void leavesBrokenStringsAndOtherBytesAsTheyAre() {
    String before = "{\"a\":\"{\\\"k\\\":\\\"\u00ff\\\"}\",\"b\":\"{}\",\"c\":\"\u00ed\\ud800\"}";
    Unwrapper unwrapper = unwrapper("a b");
    assertThat(unwrapper.unwrap(tape(before.getBytes(ISO_8859_1)))).isTrue();
    assertThat(Arrays.copyOf(unwrapper.bytes(), unwrapper.length()))
        .isEqualTo(before.replace("\"{}\"", "{}").getBytes(ISO_8859_1));
  }

  @Test
  void readsASliceAndIsUsedAgain() {
    Unwrapper unwrapper = unwrapper("a a.b");
    JsonTape tape = new JsonTape();
    byte[] bytes = "xx{\"a\":\"{\\\"b\\\":\\\"{}\\\"}\"}yy".getBytes(UTF_8);
    String filler = "x".repeat(100_000);
    for (int i = 0; i < 2; i++) {
      assertThat(tape.read(bytes, 2, bytes.length - 4)).isTrue();
      assertThat(unwrapper.unwrap(tape)).isTrue();
      assertThat(text(unwrapper)).isEqualTo("{\"a\":{\"b\":{}}}");
      assertThat(
              unwrapper.unwrap(
                  tape(("{\"a\":\"{\\\"c\\\":\\\"" + filler + "\\\"}\"}").getBytes(UTF_8))))
          .isTrue();
      assertThat(text(unwrapper)).isEqualTo("{\"a\":{\"c\":\"" + filler + "\"}}");
      assertThat(unwrapper.unwrap(tape("{\"a\":\"x\"}".getBytes(UTF_8)))).isFalse();
    }
  }

  /** Arrays, objects and the longest path, on a stack that holds no recursion over a message. */
  @Test
  void anyDepthFitsASmallStack() throws InterruptedException {
    int depth = 100_000;
    String arrays = "[".repeat(depth) + "{\"b\":\"{}\"},\"{}\"" + "]".repeat(depth);
    String objects = "{\"a\":".repeat(depth) + "\"{}\"" + "}".repeat(depth);
    String longest = "a" + ".a".repeat(99);
    AtomicReference<String> found = new AtomicReference<>();
    Thread small =
        new Thread(
            null,
            () -> {
              Unwrapper unwrapper = unwrapper("a.b " + longest);
              unwrapper.unwrap(tape(("{\"a\":" + arrays + "}").getBytes(UTF_8)));
              String first = text(unwrapper);
              boolean changed = unwrapper.unwrap(tape(objects.getBytes(UTF_8)));
              found.set(first + changed);
            },
            "small stack",
            200_000);
    small.start();
    small.join();
    assertThat(found.get())
        .isEqualTo("{\"a\":" + arrays.replace("\"b\":\"{}\"", "\"b\":{}") + "}" + "false");
  }
}
