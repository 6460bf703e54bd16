package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HintRulesTest {
  private static final long NEW_YEAR = 1_767_225_600_000_000L;

  private static SchemaRules hinted(Hint hint, String... nullValues) {
    SchemaRules base = SchemaRules.DEFAULT;
    return new SchemaRules(
            base.conflict(),
            base.evolve(),
            base.bounds(),
            base.maps(),
            Set.of(nullValues),
            base.columns())
        .with(List.of("a"), hint, null);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "LONG, '42', 42",
        "LONG, 42, 42",
        "LONG, '4.2e1', 42",
        "DOUBLE, '0.5', 0.5",
        "DOUBLE, 3, 3.0",
        "DECIMAL, '12345678901234567890123', 12345678901234567890123",
        "BOOLEAN, 'True', true",
        "BOOLEAN, false, false",
        "STRING, 1.50, 1.50",
        "STRING, 'x', x",
        "TIMESTAMP, '2026-01-01T00:00:00Z', 1767225600000000",
        "TIMESTAMP, '2026-01-01 01:00:00.5+01:00', 1767225600500000",
        "TIMESTAMP, '2026-01-01T00:00:00.123456000', 1767225600123456",
        "TIMESTAMP_SECONDS, 1767225600, 1767225600000000",
        "TIMESTAMP_SECONDS, '1767225600.000001', 1767225600000001",
        "TIMESTAMP_MILLIS, 1767225600000, 1767225600000000",
        "TIMESTAMP_MILLIS, 1767225600000.5, 1767225600000500"
      })
  void whatConvertsExactlyGoesToTheColumn(Hint hint, String json, String expected) {
    RuleTable table = RuleTable.under(hinted(hint), "{'a':" + json + "}");

    assertThat(table.columns()).hasSize(1);
    Object value = table.row("{'a':" + json + "}").get("a");
    assertThat(value instanceof BigDecimal big ? big.toPlainString() : value.toString())
        .isEqualTo(expected);
    assertThat(table.rescued("{'a':" + json + "}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "LONG, '007'",
        "LONG, ' 7'",
        "LONG, '7.5'",
        "LONG, '9223372036854775808'",
        "DOUBLE, '0x1'",
        "DOUBLE, 'NaN'",
        "DOUBLE, '0.1000000000000000000001'",
        "BOOLEAN, 'yes'",
        "TIMESTAMP, '2026-02-30T00:00:00Z'",
        "TIMESTAMP, '2026-01-01T00:00:00.123456789Z'",
        "TIMESTAMP, '2026-01-01'",
        "TIMESTAMP_SECONDS, '1767225600.0000001'",
        "TIMESTAMP_MILLIS, '1e40'",
        "TIMESTAMP_MILLIS, '1e-2147483649'"
      })
  void stringsThatDoNotConvertGoToTheStringVariant(Hint hint, String json) {
    RuleTable table = RuleTable.under(hinted(hint), "{'a':" + json + "}");

    assertThat(table.columns()).hasSize(2);
    assertThat(table.columns().get(1)).isEqualTo("a__string string");
    String text = json.substring(1, json.length() - 1);
    assertThat(table.row("{'a':" + json + "}")).isEqualTo(Map.of("a__string", text));
  }

  @Test
  void aCommaBeforeDecimalsIsIsoToo() {
    RuleTable table = RuleTable.under(hinted(Hint.TIMESTAMP), "{'a':'2026-01-01 00:00:00,25'}");

    assertThat(table.row("{'a':'2026-01-01 00:00:00,25'}"))
        .isEqualTo(Map.of("a", NEW_YEAR + 250_000));
  }

  @Test
  void otherTypesGoTheirOwnWay() {
    RuleTable table = RuleTable.under(hinted(Hint.LONG), "{'a':'1'}", "{'a':{'b':1}}", "{'a':1.5}");

    assertThat(table.columns())
        .containsExactly("a long", "a__double double", "a__struct struct<b long>");
  }

  @Test
  void nullValuesAreNull() {
    RuleTable table = RuleTable.under(hinted(Hint.DOUBLE, "-", ""), "{'a':'-'}", "{'a':''}");

    assertThat(table.columns()).containsExactly("a double");
    assertThat(table.row("{'a':'-'}")).isEmpty();
    assertThat(table.rescued("{'a':'-'}")).isEmpty();
    assertThat(table.rescued("{'a':''}")).isEmpty();
  }

  @Test
  void nullValuesAreOfHintedKeysOnly() {
    RuleTable table = RuleTable.under(hinted(Hint.DOUBLE, "-"), "{'b':'-'}");

    assertThat(table.row("{'b':'-'}")).isEqualTo(Map.of("b", "-"));
  }

  @Test
  void anEmptyStringThatIsNoNullValueIsRescued() {
    RuleTable table = RuleTable.under(hinted(Hint.DOUBLE), "{'a':'1'}", "{'a':''}");

    assertThat(table.columns()).containsExactly("a double");
    assertThat(table.rescued("{'a':''}")).isEqualTo("[{'path':'/a','value':'','why':'type'}]");
  }

  @Test
  void aHintHoldsForLaterRunsThatDoNotSayIt() {
    RuleTable table =
        RuleTable.under(hinted(Hint.TIMESTAMP_MILLIS), "{'a':1}").under(SchemaRules.DEFAULT);

    assertThat(table.then("{'a':1767225600000}").columns()).containsExactly("a timestamp");
    assertThat(table.row("{'a':1767225600000}")).isEqualTo(Map.of("a", NEW_YEAR));
  }

  @Test
  void aHintOfTheColumnsOwnTypeJoinsIt() {
    RuleTable table = RuleTable.of("{'a':1.5}").under(hinted(Hint.DOUBLE)).then("{'a':'2.5'}");

    assertThat(table.columns()).containsExactly("a double");
    assertThat(table.under(SchemaRules.DEFAULT).row("{'a':'2.5'}")).isEqualTo(Map.of("a", 2.5));
  }

  @Test
  void aMapHintOwnsTheNameWhateverComesFirst() {
    RuleTable table = RuleTable.under(hinted(Hint.MAP), "{'a':'none'}");

    assertThat(table.columns()).containsExactly("a map", "a__string string");
  }

  @Test
  void elementsOfArraysAreNotConverted() {
    assertThat(RuleTable.under(hinted(Hint.LONG), "{'a':['1']}").columns())
        .containsExactly("a long", "a__list list<string>");
  }

  @Test
  void hintsReachThroughArrays() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("items", "price"), Hint.DOUBLE, null);

    assertThat(RuleTable.under(rules, "{'items':[{'price':'1.5'}]}").columns())
        .containsExactly("items list<struct<price double>>");
  }

  @Test
  void aConflictPolicyHoldsForWhatDoesNotConvert() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("a"), Hint.LONG, Conflict.RESCUE);
    RuleTable table = RuleTable.under(rules, "{'a':'x'}");

    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':'x'}")).isEqualTo("[{'path':'/a','value':'x','why':'type'}]");
  }

  @Test
  void aStringHintTakesObjects() {
    Map<String, Object> expected = new HashMap<>();
    expected.put("a", "{\"b\":1}");

    assertThat(RuleTable.under(hinted(Hint.STRING), "{'a':{'b':1}}").row("{'a':{'b':1}}"))
        .isEqualTo(expected);
  }
}
