package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** schema.md, "Names". The hashes are the first digits of SHA-256 of the keys. */
class NamingRulesTest {

  @Test
  void namesFoldToLowerCaseLettersDigitsAndUnderscores() {
    assertThat(names("{'requestId':1,'user-agent':1,'@timestamp':1,'4xx':1}"))
        .containsExactly("_timestamp", "c_4xx", "requestid", "user_agent");
  }

  @Test
  void theExactOwnerKeepsTheNameAndOthersGetTheHash() {
    assertThat(names("{'a.b':1}", "{'a_b':1}")).containsExactly("a_b", "a_b_2e7336");
  }

  @Test
  void withoutAnExactOwnerTheSmallerKeyGetsTheName() {
    RuleTable table = RuleTable.of("{'a.b':1,'a-b':1}");
    assertThat(table.columns()).containsExactly("a_b long", "a_b_2e7336 long");
    assertThat(table.keysOf("a_b")).containsExactly("a-b");
  }

  @Test
  void anExistingColumnKeepsItsNameFromALaterExactOwner() {
    RuleTable table = RuleTable.of("{'a.b':1}").then("{'a_b':1}");
    assertThat(table.keysOf("a_b")).containsExactly("a.b");
    assertThat(table.columns()).hasSize(2);
  }

  @Test
  void keysWithoutLetterOrDigitGetTheHash() {
    assertThat(names("{'':1}")).containsExactly("c_e3b0c4");
    assertThat(names("{'+':1}")).containsExactly("__a318c2");
    assertThat(names("{'\\u4e2d':1}")).containsExactly("__a567bd");
  }

  @Test
  void keysThatDifferOnlyInCaseShareAColumnWhileTheyDoNotMeet() {
    RuleTable table = RuleTable.of("{'requestId':1}", "{'requestID':2}");
    assertThat(table.columns()).containsExactly("requestid long");
    assertThat(table.keysOf("requestid")).containsExactly("requestID", "requestId");
  }

  @Test
  void whereTheyMeetTheExactLowerCaseOneKeepsTheName() {
    RuleTable table = RuleTable.of("{'Tag':1,'tag':2}");
    assertThat(table.keysOf("tag")).containsExactly("tag");
    assertThat(table.columns()).hasSize(2).allMatch(column -> column.matches("tag(_.{6})? long"));
  }

  @Test
  void aSpellingThatComesLaterJoinsTheColumn() {
    RuleTable table = RuleTable.of("{'requestId':1}").then("{'requestID':2}");
    assertThat(table.keysOf("requestid")).containsExactly("requestID", "requestId");
  }

  @Test
  void envelopeNamesAreReserved() {
    assertThat(names("{'log_time':1,'LOG_TAGS':1,'log_x':1}"))
        .containsExactly("log_tags_aec16b", "log_time_565fc8", "log_x");
  }

  @Test
  void namesKeptForTheFutureAreReserved() {
    assertThat(names("{'log_ingested_at':1,'log_source':1}"))
        .containsExactly("log_ingested_at_88184b", "log_source_afd552");
  }

  @Test
  void aHashThatIsTakenGetsTwiceTheDigits() {
    RuleTable table = RuleTable.of("{'a.b':1,'a_b':1,'a_b_2e7336':1}");
    assertThat(table.columns())
        .containsExactly("a_b long", "a_b_2e7336 long", "a_b_2e7336dc8eba long");
    assertThat(table.keysOf("a_b_2e7336dc8eba")).containsExactly("a.b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a      | 'x' | true                | a__boolean boolean
          a      | 'x' | 7                   | a__long long
          a      | 'x' | 0.5                 | a__double double
          a      | 'x' | 9223372036854775808 | a__decimal decimal
          a      | 7   | 'x'                 | a__string string
          a      | 'x' | {'b':1}             | a__struct struct<b long>
          a      | 'x' | [1]                 | a__list list<long>
          labels | 'x' | {'b':1}             | labels__map map
          a      | 'x' | [1,'x']             | a__json string
          """)
  void aVariantIsNamedAfterItsType(String key, String most, String other, String variant) {
    String message = "{'" + key + "':" + most + "}";
    RuleTable table = RuleTable.of(message, message, "{'" + key + "':" + other + "}");
    assertThat(table.columns()).hasSize(2).element(1).isEqualTo(variant);
  }

  @Test
  void envelopeNamesAreFreeInsideStructs() {
    assertThat(RuleTable.of("{'a':{'log_time':1}}").columns())
        .containsExactly("a struct<log_time long>");
  }

  @Test
  void aKeyThatClashesWithAVariantGetsTheHash() {
    RuleTable table =
        RuleTable.of("{'status':1}", "{'status':1}", "{'status':'x'}", "{'status__string':true}");
    assertThat(table.columns())
        .hasSize(3)
        .contains("status long", "status__string string")
        .anyMatch(column -> column.matches("status__string_.{6} boolean"));
  }

  @Test
  void aVariantThatClashesWithAnEarlierColumnGetsTheHash() {
    RuleTable table = RuleTable.of("{'status':1,'status__string':true}").then("{'status':'x'}");
    assertThat(table.columns())
        .hasSize(3)
        .contains("status long", "status__string boolean")
        .anyMatch(column -> column.matches("status__string_.{6} string"));
  }

  @Test
  void overlongNamesAreCutToMakeRoomForTheHash() {
    String key = "l".repeat(300);
    assertThat(names("{'" + key + "':1}"))
        .singleElement()
        .asString()
        .hasSize(255)
        .matches("l{248}_[0-9a-f]{6}");
  }

  @Test
  void siblingsOfOverlongNamesStayApart() {
    String first = "l".repeat(300) + "a";
    String second = "l".repeat(300) + "b";
    RuleTable table =
        RuleTable.of(
            "{'" + first + "':1,'" + second + "':1}",
            "{'" + first + "':'x','" + second + "':'x'}",
            "{'" + first + "':true,'" + second + "':true}",
            "{'" + first + "':[1],'" + second + "':[1]}");
    assertThat(table.columns()).doesNotHaveDuplicates().hasSize(8);
    assertThat(table.columns()).allMatch(column -> column.indexOf(' ') <= 255);
  }

  @Test
  void fieldElementOfListElementsGetsTheHash() {
    assertThat(RuleTable.of("{'a':[{'element':1}],'element':1}").columns())
        .containsExactly("a list<struct<element_445929 long>>", "element long");
  }

  private static java.util.List<String> names(String... messages) {
    return RuleTable.of(messages).columns().stream()
        .map(column -> column.substring(0, column.indexOf(' ')))
        .toList();
  }
}
