package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** schema.md, "Types": conflicts between families. */
class ConflictRulesTest {

  @Test
  void theFamilyWithMostValuesOwnsTheName() {
    RuleTable table = RuleTable.of("{'a':1}", "{'a':2}", "{'a':'x'}");
    assertThat(table.columns()).containsExactly("a long", "a__string string");
    assertThat(table.row("{'a':'x'}")).isEqualTo(Map.of("a__string", "x"));
  }

  @Test
  void tiesGoToStructThenListThenStringThenNumberThenBoolean() {
    assertThat(RuleTable.of("{'a':true}", "{'a':1}").columns())
        .containsExactly("a long", "a__boolean boolean");
    assertThat(RuleTable.of("{'a':1}", "{'a':'x'}").columns())
        .containsExactly("a string", "a__long long");
    assertThat(RuleTable.of("{'a':'x'}", "{'a':[1]}").columns())
        .containsExactly("a list<long>", "a__string string");
    assertThat(RuleTable.of("{'a':[1]}", "{'a':{'b':1}}").columns())
        .containsExactly("a struct<b long>", "a__list list<long>");
  }

  @Test
  void anExistingColumnKeepsItsNameWhateverTheMajority() {
    assertThat(RuleTable.of("{'a':1}").then("{'a':'x'}", "{'a':'y'}", "{'a':'z'}").columns())
        .containsExactly("a long", "a__string string");
  }

  @Test
  void atMostThreeSiblingsAndTheRestIsRescued() {
    RuleTable table =
        RuleTable.of("{'a':{'b':1}}", "{'a':[1]}", "{'a':'x'}", "{'a':1}", "{'a':true}");
    assertThat(table.columns())
        .containsExactly(
            "a struct<b long>", "a__list list<long>", "a__long long", "a__string string");
    assertThat(table.rescued("{'a':true}")).isEqualTo("[{'path':'/a','value':true,'why':'type'}]");
  }

  @Test
  void anEmptyStringOrContainerNeverMakesAVariant() {
    RuleTable table = RuleTable.of("{'a':1}", "{'a':''}", "{'a':''}", "{'a':{}}", "{'a':[]}");
    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':''}")).isEqualTo("[{'path':'/a','value':'','why':'type'}]");
    assertThat(table.rescued("{'a':{}}")).isEqualTo("[{'path':'/a','value':{},'why':'type'}]");
    assertThat(table.rescued("{'a':[]}")).isEqualTo("[{'path':'/a','value':[],'why':'type'}]");
  }

  @Test
  void emptyStringsAloneAreAStringColumn() {
    assertThat(RuleTable.of("{'a':''}").columns()).containsExactly("a string");
  }

  @Test
  void whatCarriesNoValueMakesNoColumn() {
    RuleTable table = RuleTable.of("{'a':null,'b':{},'c':[],'d':{'e':null,'f':{}}}");
    assertThat(table.columns()).isEmpty();
    assertThat(table.rescued("{'a':null,'b':{},'c':[],'d':{'e':null}}")).isEmpty();
  }

  @Test
  void theRulesHoldInsideStructs() {
    assertThat(RuleTable.of("{'s':{'a':1}}", "{'s':{'a':'x'}}").columns())
        .containsExactly("s struct<a string, a__long long>");
    assertThat(RuleTable.of("{'s':{'a':1}}").then("{'s':{'b':'x'}}").columns())
        .containsExactly("s struct<a long, b string>");
  }
}
