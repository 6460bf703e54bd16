package io.firn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** schema.md, "Names": a comment is for people, and must pass Glue, XML and terminals. */
class ColumnDocTest {

  @Test
  void namesTheKeysAsTheyAreSpelled() {
    assertThat(doc(Kind.PLAIN, Scalar.LONG, "requestId", "requestID"))
        .isEqualTo("requestID, requestId");
    assertThat(doc(Kind.PLAIN, Scalar.LONG, "größe \u4e2d")).isEqualTo("größe \u4e2d");
  }

  @Test
  void namesTheKindUnlessItIsPlain() {
    assertThat(doc(Kind.JSON, Scalar.STRING, "a")).isEqualTo("a (as JSON text)");
    assertThat(doc(Kind.VARIANT, Scalar.DOUBLE, "a")).isEqualTo("a (double values)");
    assertThat(doc(Kind.VARIANT, SampleColumns.struct(), "a")).isEqualTo("a (struct values)");
    assertThat(doc(Kind.PLAIN, SampleColumns.map(), "a")).isEqualTo("a");
  }

  @Test
  void hasAtMost200Characters() {
    assertThat(doc(Kind.PLAIN, Scalar.LONG, "k".repeat(200))).isEqualTo("k".repeat(200));
    assertThat(doc(Kind.JSON, Scalar.STRING, "k".repeat(201))).isEqualTo("k".repeat(200));
    assertThat(doc(Kind.PLAIN, Scalar.LONG, "\ud83d\ude00".repeat(300))).isEqualTo("?".repeat(200));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x09, 0x0a, 0x1f, 0x7f, 0x85, 0x9f, // control characters
        0xad, 0x200b, 0x200d, 0x200e, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, // formats
        0x2028, 0x2029, // line and paragraph separators
        0xd800, 0xdbff, 0xdc00, 0xdfff, // halves of a pair
        0xfdd0, 0xfdef, 0xfffe, 0xffff, // no characters
        0x10000, 0x1f600, 0x10ffff, // beyond three bytes
      })
  void everythingElseIsAQuestionMark(int codePoint) {
    String key = "a" + Character.toString(codePoint) + "b";
    assertThat(doc(Kind.PLAIN, Scalar.LONG, key)).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x7e, 0xa0, 0xe9, 0x4e2d, 0xd7ff, 0xe000, 0xfdcf, 0xfdf0, 0xfffd})
  void neighboursOfTheseStay(int codePoint) {
    String key = "a" + Character.toString(codePoint) + "b";
    assertThat(doc(Kind.PLAIN, Scalar.LONG, key)).isEqualTo(key);
  }

  private static String doc(Kind kind, ColumnType type, String... keys) {
    return new Column(null, "name", kind, List.of(keys), type, SampleColumns.BATCH).doc();
  }
}
