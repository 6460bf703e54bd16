package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** schema.md, "Types": numbers. */
class NumberRulesTest {

  @Test
  void integersAreLong() {
    assertThat(RuleTable.of("{'n':0}", "{'n':-0}", "{'n':9223372036854775807}").columns())
        .containsExactly("n long");
  }

  @Test
  void aFractionOrAnExponentSpellsDouble() {
    assertThat(RuleTable.of("{'n':0.0}").columns()).containsExactly("n double");
    assertThat(RuleTable.of("{'n':1e3}").columns()).containsExactly("n double");
  }

  @Test
  void integersAndFractionsOfOneBatchAreOneColumn() {
    assertThat(RuleTable.of("{'n':5}", "{'n':6}", "{'n':5.3}").columns())
        .containsExactly("n double");
  }

  @Test
  void aLongThatNoDoubleHoldsGoesToASibling() {
    RuleTable table = RuleTable.of("{'n':0.5}", "{'n':9007199254740993}");
    assertThat(table.columns()).containsExactly("n double", "n__long long");
    assertThat(table.row("{'n':9007199254740993}")).isEqualTo(Map.of("n__long", 9007199254740993L));
  }

  @Test
  void integersBeyond64BitsAreDecimal() {
    RuleTable table = RuleTable.of("{'n':1}", "{'n':9223372036854775808}");
    assertThat(table.columns()).containsExactly("n decimal");
    assertThat(table.row("{'n':1}")).isEqualTo(Map.of("n", BigDecimal.ONE));
  }

  @Test
  void aDecimalHas38DigitsAndNoFraction() {
    String most = "9".repeat(38);
    RuleTable table = RuleTable.of("{'n':" + most + "}", "{'n':-" + most + "}");
    assertThat(table.typeOf("n")).isEqualTo("decimal(38, 0)");
    assertThat(table.row("{'n':-" + most + "}")).isEqualTo(Map.of("n", new BigDecimal("-" + most)));
    assertThat(RuleTable.of("{'n':9" + most + "}").columns()).isEmpty();
  }

  @Test
  void theValueDecidesWhetherItFitsAnExistingColumn() {
    RuleTable table = RuleTable.of("{'n':1,'d':0.5}");
    assertThat(table.then("{'n':1.0,'d':3}", "{'n':2e2}").columns()).isEqualTo(table.columns());
    assertThat(table.row("{'n':1.0,'d':3}")).isEqualTo(Map.of("n", 1L, "d", 3.0));
    assertThat(table.row("{'n':-0}")).isEqualTo(Map.of("n", 0L));
  }

  @Test
  void aFractionBesideALongColumnIsAVariant() {
    RuleTable table = RuleTable.of("{'n':1}").then("{'n':1.5}");
    assertThat(table.columns()).containsExactly("n long", "n__double double");
  }

  @Test
  void aNumberThatNoTypeHoldsMakesNoColumnAndIsRescuedAsSpelled() {
    RuleTable table = RuleTable.of("{'n':1e999}", "{'m':0.1000000000000000055511151231257827}");
    assertThat(table.columns()).isEmpty();
    assertThat(table.rescued("{'n':1e999}"))
        .isEqualTo("[{'path':'/n','value':1e999,'why':'type'}]");
  }

  @Test
  void numbersInQuotesStayStrings() {
    assertThat(RuleTable.of("{'n':'12','b':'true','t':'2026-11-18T09:30:00Z'}").columns())
        .containsExactly("b string", "n string", "t string");
  }
}
