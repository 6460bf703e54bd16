package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises that hold whatever a parser does. */
final class MessageReaderTest {
  private static final FieldKey KEY = FieldKey.of("key");
  private static final FieldKey OTHER = FieldKey.of("other");

  private static ParsedMessage read(MessageParser parser, String message) {
    return ParsedMessage.of(
        new MessageReader(new GuardedParser("own", parser), new FieldWriter("own", FreeText.KEPT)),
        message.getBytes(UTF_8));
  }

  private static ParsedMessage read(MessageParser parser) {
    return read(parser, "message");
  }

  @Test
  void valuesOfAllKinds() {
    byte[] text = "a\"\\\u0001\n\u00fc-1.5e3 [1] 01 1} NaN".getBytes(UTF_8);
    ParsedMessage read =
        read(
            (bytes, offset, length, fields) -> {
              fields.string(KEY, text, 0, 7);
              fields.string(OTHER, "\u20ac");
              fields.number(FieldKey.of("n"), text, 7, 13);
              fields.json(FieldKey.of("json"), text, 14, 17);
              fields.number(FieldKey.of("zero"), text, 18, 20);
              fields.number(FieldKey.of("brace"), text, 21, 23);
              fields.number(FieldKey.of("nan"), text, 24, 27);
              fields.number(FieldKey.of("empty"), text, 0, 0);
              fields.number(FieldKey.of("long"), Long.MIN_VALUE);
              fields.bool(FieldKey.of("bool"), true);
              fields.none(FieldKey.of("a \"none\""));
              return Parsed.WHOLLY;
            });
    assertThat(read)
        .isEqualTo(
            new ParsedMessage(
                Parsed.WHOLLY,
                "{\"key\":\"a\\\"\\\\\\u0001\\u000a\u00fc\",\"other\":\"\u20ac\",\"n\":-1.5e3,"
                    + "\"json\":[1],\"zero\":\"01\",\"brace\":\"1}\",\"nan\":\"NaN\","
                    + "\"empty\":\"\",\"long\":-9223372036854775808,\"bool\":true,"
                    + "\"a \\\"none\\\"\":null}"));
  }

  @Test
  void aMessageMayHaveNoFields() {
    assertThat(read((bytes, offset, length, fields) -> Parsed.WHOLLY))
        .isEqualTo(new ParsedMessage(Parsed.WHOLLY, "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "KEY", "Key"})
  void anObjectsOwnKeysWin(String key) {
    String json = " {\"" + key + "\":1, \"b\":{\"other\":2}} ";
    ParsedMessage read =
        read(
            (bytes, offset, length, fields) -> {
              assertThat(fields.object(bytes, offset, length)).isTrue();
              fields.string(KEY, "x");
              fields.string(OTHER, "y");
              return Parsed.PARTLY;
            },
            json);
    assertThat(read.fields())
        .isEqualTo("{\"" + key + "\":1, \"b\":{\"other\":2},\"own_key\":\"x\",\"other\":\"y\"}");
    assertThat(read.parsed()).isEqualTo(Parsed.PARTLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "{\"a\":1}}", "{\"a\\ud800\":1}", "text"})
  void whatIsNoObjectIsNotTaken(String message) {
    ParsedMessage read =
        read(
            (bytes, offset, length, fields) -> {
              assertThat(fields.object(bytes, offset, length)).isFalse();
              fields.string(KEY, "x");
              return Parsed.WHOLLY;
            },
            message);
    assertThat(read.fields()).isEqualTo("{\"key\":\"x\"}");
  }

  @Test
  void aParserThatFailsLeavesTheMessageAsText() {
    assertThat(
            read((bytes, offset, length, fields) -> {
                  fields.string(KEY, "x");
                  throw new IndexOutOfBoundsException("defect");
                })
                .parsed())
        .isEqualTo(Parsed.NOT);
    assertThat(read(MessageReaderTest::endless).parsed()).isEqualTo(Parsed.NOT);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Parsed endless(byte[] bytes, int offset, int length, FieldWriter fields) {
    return endless(bytes, offset, length, fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nul", "{", "1,\"b\"", "\"a"})
  void fieldsThatAreNoJsonLeaveTheMessageAsText(String json) {
    byte[] bad = json.getBytes(UTF_8);
    ParsedMessage read =
        read(
            (bytes, offset, length, fields) -> {
              fields.json(KEY, bad, 0, bad.length);
              return Parsed.WHOLLY;
            });
    assertThat(read.parsed()).isEqualTo(Parsed.NOT);
  }

  /** Nothing of one message is in the next, however large it was. */
  @Test
  void messagesHaveNothingOfEachOther() {
    MessageReader reader = new MessageReader(ParserChoice.of("logfmt"), FreeText.KEPT);
    byte[] large = ("a=" + "x".repeat(3_000_000)).getBytes(UTF_8);
    assertThat(ParsedMessage.of(reader, large).fields()).hasSize(3_000_000 + 8);
    assertThat(ParsedMessage.of(reader, "b=1 c".getBytes(UTF_8)))
        .isEqualTo(new ParsedMessage(Parsed.PARTLY, "{\"b\":1}"));
    assertThat(ParsedMessage.of(reader, "c".getBytes(UTF_8)).parsed()).isEqualTo(Parsed.NOT);
    assertThat(ParsedMessage.of(reader, "b=2".getBytes(UTF_8)).fields()).isEqualTo("{\"b\":2}");
  }

  @Test
  void anUnknownParserIsNamed() {
    assertThatThrownBy(() -> new MessageReader(ParserChoice.of("acme.x"), FreeText.KEPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No parser acme.x is on the class path (add its jar by --jars)");
  }
}
