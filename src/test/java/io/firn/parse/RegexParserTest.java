package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In expected fields single quotes stand for double ones. */
final class RegexParserTest {
  private static ParsedMessage read(String pattern, String message) {
    return ParsedMessage.of(ParserChoice.regex(pattern), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "(?<a>\\d+)~12~{'a':'12'}",
        "(?<a_1>\\w+) \\[(?<b>[^\\]]*)\\]~x [y z]~{'a_1':'x','b':'y z'}",
        "user=(?<user>\\S+) took (?<ms>\\d+) ms~user=ann took 17 ms~{'user':'ann','ms':'17'}",
        "(?<a>\\d+)(?:-(?<b>\\d+))?~5~{'a':'5','b':null}",
        "(?<a>\\d+)?,(?<b>.*)~,x~{'a':null,'b':'x'}",
        "(?<q>['\"])(?<text>.*)\\k<q>~'it'~{'q':'\\u0027','text':'it'}",
        "\\Q(?<x>\\E(?<y>.)~(?<x>a~{'y':'a'}",
        "[(?<x>](?<y>.)~(a~{'y':'a'}",
        "(?i)(?<level>warn|info) +(?<text>.*)~WARN   x~{'level':'WARN','text':'x'}",
        "(?<outer>a(?<inner>b)c)~abc~{'outer':'abc','inner':'b'}",
        "(?<year>\\d{4})(?<!x)(?=-)-(.)?(?<day>\\d)~2020-1~{'year':'2020','day':'1'}",
        "(?<a>.+)~\u00fc\u20ac\ud83d\ude00~{'a':'\u00fc\u20ac\ud83d\ude00'}",
      })
  void readsGroups(String pattern, String message, String fields) {
    ParsedMessage read = read(pattern, message);
    assertThat(read.node().toString())
        .isEqualTo(new ParsedMessage(Parsed.WHOLLY, fields.replace('\'', '"')).node().toString());
    assertThat(read.parsed()).isEqualTo(Parsed.WHOLLY);
    assertThat(read(pattern, message + "\n")).isEqualTo(read);
  }

  /** What is outside of the groups and may be anything is not in the fields. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "(?<a>\\d+) .*~12 and more",
        ".*(?<a>\\d)~x1",
        "(?<a>\\d) \\w+~1 x",
        "(?<a>\\d) [a-z]~1 x",
        "(?<a>\\d) (x|y)~1 x",
        "(?<a>\\d)(?: x)?~1 x",
        "(?<a>\\d) x*~1 xx",
        "(?:(?<a>\\d),)*~1,2,",
        "(?<a>\\d)+~12",
        "(?i)(?<a>\\d) x~1 X",
        "(?<a>\\d) \\x41~1 A",
        "(?<a>\\d) (?:x|(?<b>y))~1 x",
      })
  void keepsTheTextOfWhatItOnlyKnowsInPart(String pattern, String message) {
    assertThat(read(pattern, message).parsed()).isEqualTo(Parsed.PARTLY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {"(?<a>\\d+)~12x", "(?<a>\\d+)~x12", "(?<a>a)~", "(?<a>.)~a b"})
  void matchesFromEndToEnd(String pattern, String message) {
    assertThat(read(pattern, message == null ? "" : message).parsed()).isEqualTo(Parsed.NOT);
  }

  @Test
  void bytesThatAreNoTextStandWhereTheyStood() {
    MessageReader reader =
        new MessageReader(ParserChoice.regex("a(?<x>.)b(?<y>.*)"), FreeText.KEPT);
    ParsedMessage read = ParsedMessage.of(reader, "a\u00e4bc".getBytes(ISO_8859_1));
    assertThat(read.parsed()).isEqualTo(Parsed.WHOLLY);
    assertThat(reader.tape().isBroken(2)).isTrue();
    assertThat(reader.tape().decode(4)).isEqualTo("c".getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?<a>(x+x+)+y)", "(?<a>(.*)*b)", "(?<a>(x|x)*y)", "(?<a>(?:x?){40}y)"})
  void patternsThatWouldLookForYearsAreGivenUp(String pattern) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int length : new int[] {30, 3_000, 300_000}) {
            assertThat(read(pattern, "x".repeat(length)).parsed()).isEqualTo(Parsed.NOT);
          }
        });
  }

  @Test
  void everydayPatternsMayLookAsOftenAsTheyNeed() {
    String pattern = "(?<a>.*?) (?<b>.*?) (?<c>.*) \\[(?<d>.*)\\]";
    String message = "x".repeat(5_000) + " " + "y ".repeat(5_000) + "[" + "z".repeat(5_000) + "]";
    assertThat(read(pattern, message).parsed()).isEqualTo(Parsed.WHOLLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "(x)", "(?:x)", "(?<=x)y", "\\(?<a>x", "[(?<a>x)]", "\\Q(?<a>x)"})
  void aPatternWithoutNamedGroupIsRefused(String pattern) {
    assertThatThrownBy(() -> ParserChoice.checkedPattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid pattern: " + pattern + " (");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?<a", "(?<a>", "(?<a>x))", "(?<a>[)", "*(?<a>x)", "(?<a>x)\\k<b>"})
  void aPatternThatDoesNotCompileIsRefused(String pattern) {
    assertThatThrownBy(() -> ParserChoice.checkedPattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid pattern: " + pattern + " (");
  }
}
