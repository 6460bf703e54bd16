package io.firn.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.MessageParser.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In expected fields single quotes stand for double ones. */
final class LogfmtParserTest {
  private static ParsedMessage read(String message) {
    return ParsedMessage.of(ParserChoice.of("logfmt"), message.replace("\\t", "\t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a=1|{'a':1}",
        "level=info msg=\"hello \\\"you\\\" = \\\\ \\n\" took=1.50 ok=true\\tno=false n=null"
            + "|{'level':'info','msg':'hello \\'you\\' = \\\\ \\u000a','took':1.50,'ok':true,"
            + "'no':false,'n':null}",
        "a= b=\"\" c==x d=007 e=-1e3 f=- g=1.2.3 h=\"5\""
            + "|{'a':'','b':'','c':'=x','d':'007','e':-1e3,'f':'-','g':'1.2.3','h':'5'}",
        "a=1 a=2|{'a':1,'a':2}",
        "http.path=/a%20b?x=1 caller=main.go:17|{'http.path':'/a%20b?x=1','caller':'main.go:17'}",
        "\u00fc=\u20ac|{'\u00fc':'\u20ac'}",
      })
  void readsPairs(String message, String fields) {
    assertThat(read(message))
        .isEqualTo(new ParsedMessage(Parsed.WHOLLY, fields.replace('\'', '"')));
    assertThat(read(message + " \n").parsed()).isEqualTo(Parsed.WHOLLY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "level=info msg=hello world|{'level':'info','msg':'hello'}",
        "a=1 b|{'a':1}",
        "a=1 b=\"x y|{'a':1}",
        "a=1 b=x\"y|{'a':1}",
        "a=1 =2 c=3|{'a':1,'c':3}",
      })
  void keepsThePairsBetweenWords(String message, String fields) {
    assertThat(read(message))
        .isEqualTo(new ParsedMessage(Parsed.PARTLY, fields.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "word",
        "user id=5 logged in",
        "=1",
        "\"a\"=1",
        "{\"a\"=1}",
        "a=\"x",
        "a b=1",
      })
  void leavesTextThatBeginsOtherwise(String message) {
    assertThat(read(message).parsed()).isEqualTo(Parsed.NOT);
  }
}
