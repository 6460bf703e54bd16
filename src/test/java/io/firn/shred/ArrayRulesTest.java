package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** schema.md, "Types": arrays. */
class ArrayRulesTest {

  @Test
  void elementTypesMergeAndNullElementsStay() {
    RuleTable table = RuleTable.of("{'a':[1,null]}", "{'a':[2.5]}");
    assertThat(table.columns()).containsExactly("a list<double>");
    assertThat(table.row("{'a':[1,null]}")).isEqualTo(Map.of("a", Arrays.asList(1.0, null)));
  }

  @Test
  void arraysOfObjectsAreListsOfStructs() {
    assertThat(RuleTable.of("{'a':[{'b':1},{'c':'x'}]}").columns())
        .containsExactly("a list<struct<b long, c string>>");
  }

  @Test
  void arraysNest() {
    assertThat(RuleTable.of("{'a':[[1],[],[2,3]]}").columns())
        .containsExactly("a list<list<long>>");
  }

  @Test
  void anArrayWhoseElementsConflictGoesWholeToJsonText() {
    RuleTable table = RuleTable.of("{'a':[1, 'x']}");
    assertThat(table.columns()).containsExactly("a__json string");
    assertThat(table.row("{'a':[1, 'x']}")).isEqualTo(Map.of("a__json", "[1, \"x\"]"));
  }

  @Test
  void anArrayThatDoesNotFitTheListGoesWholeToJsonText() {
    RuleTable table = RuleTable.of("{'a':[1]}").then("{'a':['x']}");
    assertThat(table.columns()).containsExactly("a list<long>", "a__json string");
    assertThat(table.row("{'a':['x']}")).isEqualTo(Map.of("a__json", "[\"x\"]"));
  }

  @Test
  void conflictsInNestedArraysShowToo() {
    assertThat(RuleTable.of("{'a':[[[]],[true]]}").columns())
        .containsExactly("a list<list<boolean>>", "a__json string");
    assertThat(RuleTable.of("{'a':[[1e999],[1]]}").columns())
        .containsExactly("a list<list<double>>", "a__json string");
  }

  @Test
  void arraysWithNothingTypedAreRescuedAndMakeNoColumn() {
    RuleTable table = RuleTable.of("{'a':[null]}", "{'a':[{}]}", "{'a':[[null]]}");
    assertThat(table.columns()).isEmpty();
    assertThat(table.rescued("{'a':[{}]}")).isEqualTo("[{'path':'/a','value':[{}],'why':'type'}]");
  }

  @Test
  void anEmptyArrayStaysEmptyInItsList() {
    assertThat(RuleTable.of("{'a':[1]}").row("{'a':[]}")).isEqualTo(Map.of("a", List.of()));
  }
}
