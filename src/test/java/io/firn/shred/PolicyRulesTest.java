package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.SchemaRefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyRulesTest {
  private static SchemaRules rules(Conflict conflict, Evolve evolve) {
    SchemaRules base = SchemaRules.DEFAULT;
    return new SchemaRules(
        conflict, evolve, base.bounds(), base.maps(), base.nullValues(), base.columns());
  }

  private static SchemaRules rules(Conflict conflict) {
    return rules(conflict, Evolve.ADD);
  }

  @Test
  void rescueKeepsTheOwnerAlone() {
    RuleTable table =
        RuleTable.under(rules(Conflict.RESCUE), "{'a':1}", "{'a':2}", "{'a':'x'}", "{'a':{'b':1}}");

    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':'x'}")).isEqualTo("[{'path':'/a','value':'x','why':'type'}]");
    assertThat(table.then("{'a':[1]}").columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':[1]}")).isEqualTo("[{'path':'/a','value':[1],'why':'type'}]");
  }

  @Test
  void rescueTakesArraysThatDoNotFitTheirList() {
    RuleTable table = RuleTable.under(rules(Conflict.RESCUE), "{'a':[1]}", "{'a':[1,'x']}");

    assertThat(table.columns()).containsExactly("a list<long>");
    assertThat(table.rescued("{'a':[1,'x']}")).contains("[1,'x']");
  }

  @Test
  void rescueLeavesJsonTextToArraysThatNothingElseShares() {
    assertThat(RuleTable.under(rules(Conflict.RESCUE), "{'a':[1,'x']}").columns())
        .containsExactly("a__json string");
  }

  @Test
  void stringTakesEverythingInJsonSpelling() {
    RuleTable table =
        RuleTable.under(
            rules(Conflict.STRING), "{'a':'x'}", "{'a':'y'}", "{'a':1.50}", "{'a':{'b': [1]}}");

    assertThat(table.columns()).containsExactly("a string");
    assertThat(table.row("{'a':1.50}")).isEqualTo(Map.of("a", "1.50"));
    assertThat(table.row("{'a':true}")).isEqualTo(Map.of("a", "true"));
    assertThat(table.row("{'a':{'b': [1]}}")).isEqualTo(Map.of("a", "{\"b\": [1]}"));
    assertThat(table.row("{'a':1e999}")).isEqualTo(Map.of("a", "1e999"));
    assertThat(table.rescued("{'a':{'b': [1]}}")).isEmpty();
    assertThat(table.then("{'a':7}").columns()).containsExactly("a string");
  }

  @Test
  void stringIsVariantWhereTheColumnIsNone() {
    assertThat(RuleTable.under(rules(Conflict.STRING), "{'a':1}").then("{'a':'x'}").columns())
        .containsExactly("a long", "a__string string");
  }

  @Test
  void aPolicyOfAKeyWinsOverThatOfTheRoute() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("b", "a"), null, Conflict.RESCUE);
    RuleTable table =
        RuleTable.under(
            rules, "{'a':1,'b':{'a':1}}", "{'a':2}", "{'a':'x','b':{'a':'x'}}", "{'b':{'a':1}}");

    assertThat(table.columns()).containsExactly("a long", "a__string string", "b struct<a long>");
  }

  @Test
  void failNamesPathValueAndPlace() {
    assertThatThrownBy(
            () ->
                RuleTable.under(
                    rules(Conflict.FAIL), "{'b':{'a':1}}", "{'b':{'a':2}}", "{'b':{'a':'x'}}"))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContainingAll("b.a", "long", "\"x\" in event 3 of object", "conflict: fail");
  }

  @Test
  void failHoldsForALaterBatch() {
    RuleTable table = RuleTable.under(rules(Conflict.FAIL), "{'a':1}");

    assertThat(table.then("{'a':2}", "{'c':3}").columns()).containsExactly("a long", "c long");
    assertThatThrownBy(() -> table.then("{'a':2}", "{'a':[true]}"))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("[true] in event 2 of object");
  }

  @Test
  void failHoldsForNumbersThatTheColumnCannotHold() {
    RuleTable table = RuleTable.under(rules(Conflict.FAIL), "{'a':1}");

    assertThatThrownBy(() -> table.then("{'a':1.5}"))
        .hasMessageContaining("1.5 in event 1 of object");
  }

  @Test
  void emptyValuesNeverFail() {
    RuleTable table = RuleTable.under(rules(Conflict.FAIL), "{'a':1}", "{'a':''}", "{'a':[]}");

    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':''}")).isEqualTo("[{'path':'/a','value':'','why':'type'}]");
  }

  @Test
  void frozenTablesRescueNewKeysAtEachLevel() {
    RuleTable table =
        RuleTable.under(rules(Conflict.VARIANT, Evolve.RESCUE), "{'a':1,'b':{'c':1}}");
    RuleTable later = table.then("{'A':1,'d':2,'b':{'c':2,'e':3}}");

    assertThat(later.columns()).containsExactly("a long", "b struct<c long>");
    assertThat(later.keysOf("a")).containsExactly("A", "a");
    assertThat(later.rescued("{'d':2,'b':{'e':3}}"))
        .isEqualTo(
            "[{'path':'/d','value':2,'why':'frozen'},{'path':'/b/e','value':3,'why':'frozen'}]");
  }

  @Test
  void frozenTablesStillHaveVariants() {
    RuleTable table = RuleTable.under(rules(Conflict.VARIANT, Evolve.RESCUE), "{'a':1}");

    assertThat(table.then("{'a':{'x':1}}").columns())
        .containsExactly("a long", "a__struct struct<x long>");
  }

  @Test
  void freezeNamesTheNewKey() {
    RuleTable table =
        RuleTable.under(rules(Conflict.VARIANT, Evolve.FREEZE), "{'a':1,'b':{'c':1}}");

    assertThat(table.then("{'a':2}").columns()).hasSize(2);
    assertThatThrownBy(() -> table.then("{'a':2}", "{'b':{'d':'new'}}"))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContainingAll("b.d", "\"new\" in event 2 of object", "evolve: freeze");
  }
}
