package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.schema.Envelope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EventFilterTest {
  private static final String EVENT =
      """
      {"level":"DEBUG", "n":200, "d":1.50, "big":123456789012345678901234567890, "yes":true,
       "no":false, "nil":null, "empty":"", "user":{"Name":"Zo\\u00eb", "age":41, "none":null},
       "list":[1,{"x":1}], "a.b":{"c d":"e"}, "quote\\"":"it's", "x":1, "x":"last", "X":"other",
       "in":"keyword", "log_message":"of the payload", "path":"C:\\\\tmp_1", "pct":"100%"}
      """;

  private static final List<String> TRUE =
      List.of(
          "level = 'DEBUG'",
          "LEVEL='DEBUG'",
          "\"level\" = 'DEBUG'",
          "level != 'debug'",
          "level <> 'INFO'",
          "level < 'DEBUH' and level > 'DEBUF' and level <= 'DEBUG' and level >= 'DEBUG'",
          "level < 'DEBUGA' AND level > 'DEBU'",
          "n = 200 and n = 200.0 and n = 2e2 and n = 2E+2 and n = 20000e-2",
          "n > 199.999 and n < 1e999999999 and n > -1e999999999 and n > 1e-999999999",
          "d = 1.5 and d >= 1.5 and d < 1.51 and d > 1.49",
          "big = 123456789012345678901234567890 and big > 123456789012345678901234567889",
          "yes = true and no = FALSE and no != true and no < true and yes >= false",
          "empty = '' and empty < 'a'",
          "user.name = 'Zoë' and User.NAME like 'Zo_' and user.age >= 41",
          "\"a.b\".\"c d\" = 'e'",
          "\"quote\"\"\" = 'it''s'",
          "x = 'other'",
          "\"in\" = 'keyword'",
          "\"log_message\" = 'of the payload'",
          "log_message like '{\"level\"%'",
          "LOG_GROUP = '/shop/orders' and log_stream like 'web/%'",
          "log_group like '/shop/%' and log_group in ('a', '/shop/orders')",
          "log_stream is not null",
          "level in ('INFO', 'DEBUG')",
          "n in (1, 'x', 200.0)",
          "level not in ('INFO', 'WARN')",
          "yes in (true)",
          "not level in ('INFO')",
          "level like 'DEB%' and level like '%' and level like '_____' and level like '%B%G'",
          "level not like 'deb%' and level not like '____' and level not like '______'",
          "level like 'D%B%G%%'",
          "path like 'C:\\\\tmp\\_1' and path not like 'C:\\\\tmp\\_\\_'",
          "pct like '100\\%' and pct not like '\\%' and empty like '' and empty like '%'",
          "nil is null and absent is null and user.none is null and user.x.y is null",
          "level.x is null",
          "level is not null and list is not null and user is not null and empty is not null",
          "not (nil is not null)",
          "not not n = 200",
          "n = 1 or n = 200 or absent = 1",
          "n = 1 and level = 'x' or n = 200",
          "not n = 1 and n = 200",
          "(n = 1 or n = 200) and ((level = 'DEBUG'))",
          "n=200 and(level='DEBUG')\n\tor\r\nn=1",
          "not (n = 1 and absent = 1)",
          "absent = 1 or n = 200",
          "(".repeat(100) + "n = 200" + ")".repeat(100),
          "not ".repeat(20_000) + "n = 200",
          "n = 1 or ".repeat(20_000) + "n = 200");

  private static final List<String> FALSE =
      List.of(
          "level = 'INFO'",
          "level = 'DEBUGS'",
          "level > 'E'",
          "n != 200.0",
          "n = 201",
          "big = 123456789012345678901234567891",
          "yes = false",
          "x = 'last'",
          "level is null",
          "list is null",
          "log_message is null",
          "nil is not null",
          "level like '%deb%'",
          "level like 'DEB'",
          "level in ('a', 'b')",
          "level not in ('DEBUG', 1)",
          "n = 200 and level = 'INFO'",
          "absent = 1 and n = 1",
          "n = 1 or level = 'INFO'");

  private static final List<String> UNKNOWN =
      List.of(
          "absent = 1",
          "absent != 1",
          "absent not in (1)",
          "absent not like 'x'",
          "nil = 'x'",
          "nil != 'x'",
          "level = 5",
          "level != 5",
          "n = '200'",
          "n like '2%'",
          "yes = 'true'",
          "yes = 1",
          "n != true",
          "user = 'x'",
          "list = 1",
          "list != 1",
          "list like '%'",
          "list.x = 1",
          "list.x != 1",
          "list.x is null",
          "list.x is not null",
          "list.x.y is null",
          "level in (1, 2)",
          "level not in ('a', 1)",
          "user.name.first = 'x'",
          "log_message = 1",
          "absent = 1 and n = 200",
          "absent = 1 or n = 1");

  @TestFactory
  Stream<DynamicTest> dropsWhatIsTrueOnly() {
    return Stream.of(
            TRUE.stream().map(text -> judged(text, true, false)),
            FALSE.stream().map(text -> judged(text, false, true)),
            UNKNOWN.stream().map(text -> judged(text, false, false)))
        .flatMap(tests -> tests);
  }

  private static DynamicTest judged(String text, boolean drops, boolean dropsNegated) {
    String name = text.length() > 100 ? text.substring(0, 100) : text;
    return DynamicTest.dynamicTest(
        name,
        () -> {
          assertThat(EventFilter.parse(text).drops(FilterEvent.of(EVENT))).isEqualTo(drops);
          boolean deep = text.startsWith("(((");
          String negated = deep ? "not " + text : "not (" + text + ")";
          assertThat(EventFilter.parse(negated).drops(FilterEvent.of(EVENT)))
              .as("negated")
              .isEqualTo(dropsNegated);
        });
  }

  @Test
  void looksAtTextMessages() {
    FilterEvent text = FilterEvent.of("START RequestId: é");
    assertThat(drops("log_message like 'START %'", text)).isTrue();
    assertThat(drops("log_message = 'START RequestId: é'", text)).isTrue();
    assertThat(drops("level = 'DEBUG' or level != 'DEBUG'", text)).isFalse();
    assertThat(drops("level is null", text)).isTrue();
    assertThat(drops("level is not null", text)).isFalse();
    assertThat(drops("log_message = ''", FilterEvent.of(""))).isTrue();
  }

  @Test
  void looksAtBrokenTextAsItsColumnShowsIt() {
    FilterEvent text = event("a\u00ffb\u00ed\u00a0\u0080");
    assertThat(drops("log_message = 'a\uFFFDb\uFFFD'", text)).isTrue();
    assertThat(drops("log_message like 'a_b%'", text)).isTrue();
    FilterEvent json = event("{\"a\":\"\u00ff\\ud800x\",\"k\u00ff\":1}");
    assertThat(drops("a = '\uFFFD\uFFFDx' and \"K\uFFFD\" = 1", json)).isTrue();
  }

  private static FilterEvent event(String latin1) {
    return FilterEvent.of(latin1.getBytes(ISO_8859_1), "/a", "s");
  }

  @Test
  void aStreamMayBeUnknown() {
    FilterEvent event = FilterEvent.of("{}".getBytes(UTF_8), "/a", null);
    assertThat(drops("log_stream is null", event)).isTrue();
    assertThat(drops("log_stream = 'x' or log_stream != 'x'", event)).isFalse();
  }

  @Test
  void anyDepthOfMessagesIsPassedBy() {
    String deep = "{\"a\":" + "[{\"a\":".repeat(10_000) + "1" + "}]".repeat(10_000) + ",\"b\":1}";
    assertThat(drops("b = 1 and a is not null", FilterEvent.of(deep))).isTrue();
  }

  private static boolean drops(String text, FilterEvent event) {
    return EventFilter.parse(text).drops(event);
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatIsNone() {
    String literal = "must have a literal ('text', a number, true or false)";
    String envelope =
        "must have a path, log_message, log_stream or log_group (a key of the message that is"
            + " called so stands in double quotes)";
    String number = "must have a number as JSON spells it, its exponent of at most 9 digits";
    String escape = "must have %, _ or \\ after each \\ in the pattern at character 10";
    String key = "must have a key after the dot, in double quotes unless it is a word";
    return Stream.of(
        refused("", "must have a path or '(' at character 1, not the end"),
        refused("  ", "must have a path or '(' at character 3, not the end"),
        refused("level", "must have a comparison at character 6, not the end"),
        refused("level =", literal + " at character 8, not the end"),
        refused("level = DEBUG", literal + " at character 9, not 'DEBUG'"),
        refused("level = \"DEBUG\"", literal + " at character 9, not '\"DEBUG\"'"),
        refused("level == 'x'", literal + " at character 8, not '='"),
        refused("level = null", literal + " at character 9, not 'null'"),
        refused("level in ()", literal + " at character 11, not ')'"),
        refused("level in ('a',)", literal + " at character 15, not ')'"),
        refused("level in 'a'", "must have '(' at character 10, not ''a''"),
        refused("level in ('a' 'b')", "must have ')' at character 15, not ''b''"),
        refused("level is 'a'", "must have 'null' at character 10, not ''a''"),
        refused("level like 5", "must have a pattern in single quotes at character 12, not '5'"),
        refused("level not = 5", "must have 'in' or 'like' at character 11, not '='"),
        refused("level 5", "must have a comparison at character 7, not '5'"),
        refused("user-agent = 'x'", number + " at character 5"),
        refused("'x' = level", "must have a path or '(' at character 1, not ''x''"),
        refused("and", "must have a path or '(' at character 1, not 'and'"),
        refused("TRUE", "must have a path or '(' at character 1, not 'TRUE'"),
        refused("n = 1 n = 2", "must have 'and', 'or' or the end at character 7, not 'n'"),
        refused("n = 1 and", "must have a path or '(' at character 10, not the end"),
        refused("(n = 1", "must have ')' at character 7, not the end"),
        refused("n = 1)", "must have 'and', 'or' or the end at character 6, not ')'"),
        refused("n = 1; drop", "must have 'and', 'or' or the end at character 6, not ';'"),
        refused("n = 😀", literal + " at character 5, not '😀'"),
        refused("'😀' < n", "must have a path or '(' at character 1, not ''😀''"),
        refused("a = '😀' b", "must have 'and', 'or' or the end at character 9, not 'b'"),
        refused("n = 'x", "must close the quote at character 5"),
        refused("\"n = 1", "must close the quote at character 1"),
        refused("\"\" = 1", "must not have an empty key at character 1"),
        refused("a.\"\" = 1", "must not have an empty key at character 3"),
        refused("a. = 1", key + " at character 3"),
        refused("a..b = 1", key + " at character 3"),
        refused("a.", key + " at character 3"),
        refused("a.1 = 1", key + " at character 3"),
        refused("n = 01", number + " at character 5"),
        refused("n = 1.", number + " at character 5"),
        refused("n = 5ms", number + " at character 5"),
        refused("n = -", number + " at character 5"),
        refused("n = 1e9999999999", number + " at character 5"),
        refused("a like 'x\\'", escape.replace("10", "8")),
        refused("ab  like '\\x'", escape),
        refused("log_time > 5", envelope + " at character 1, not 'log_time'"),
        refused(
            "a.b".repeat(60).replace("ba", "b.a") + " = 1",
            "must have at most 100 keys in the path at character 1"),
        refused(
            "(".repeat(101) + "a = 1" + ")".repeat(101),
            "must not nest more than 100 parentheses at character 101"));
  }

  private static DynamicTest refused(String text, String reason) {
    return DynamicTest.dynamicTest(
        "<" + text + ">",
        () ->
            assertThatThrownBy(() -> EventFilter.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid filter: '%s' (%s)", text, reason));
  }

  @Test
  void knowsThreeColumnsOfTheEnvelopeAndRefusesTheOthers() {
    List<String> known = List.of("log_message", "log_stream", "log_group");
    for (Envelope column : Envelope.values()) {
      if (known.contains(column.column())) {
        assertThat(drops(column.column() + " is not null", FilterEvent.of("x"))).isTrue();
      } else {
        assertThatThrownBy(() -> EventFilter.parse(column.column() + " = 'x'"))
            .hasMessageContaining("not '" + column.column() + "'");
      }
    }
  }

  @Test
  void isItsText() {
    EventFilter filter = EventFilter.parse("n = 1");
    assertThat(filter)
        .hasToString("n = 1")
        .isEqualTo(EventFilter.parse("n = 1"))
        .hasSameHashCodeAs(EventFilter.parse("n = 1"))
        .isNotEqualTo(EventFilter.parse("n=1"));
  }
}
