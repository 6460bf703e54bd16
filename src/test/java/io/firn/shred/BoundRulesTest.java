package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.Hint;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoundRulesTest {
  private static SchemaRules rules(int columns, int depth) {
    SchemaRules base = SchemaRules.DEFAULT;
    return new SchemaRules(
        base.conflict(),
        base.evolve(),
        new SchemaBounds(columns, depth),
        base.maps(),
        base.nullValues(),
        base.columns());
  }

  @Test
  void keysAreAdmittedInTheOrderOfTheirNames() {
    RuleTable table = RuleTable.under(rules(2, 8), "{'c':1,'B':2,'a':3}");

    assertThat(table.columns()).containsExactly("a long", "b long");
    assertThat(table.reached()).containsExactly("c max-columns rescued");
    assertThat(table.rescued("{'c':1,'a':3}"))
        .isEqualTo("[{'path':'/c','value':1,'why':'budget'}]");
  }

  @Test
  void theFirstLevelThatDoesNotFitIsJsonText() {
    RuleTable table =
        RuleTable.under(rules(5, 8), "{'a':{'x':1,'y':{'p':1,'q':2,'r':3}},'b':1,'c':{'z':2}}");

    assertThat(table.columns())
        .containsExactly("a struct<x long, y__json string>", "b long", "c struct<z long>");
    assertThat(table.reached()).containsExactly("a.y max-columns json");
    assertThat(table.row("{'a':{'y':{'p': 1}}}"))
        .isEqualTo(Map.of("a", asRow("x", null, "y__json", "{\"p\": 1}")));
  }

  private static Map<String, Object> asRow(Object... entries) {
    Map<String, Object> row = new java.util.HashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      row.put((String) entries[i], entries[i + 1]);
    }
    return row;
  }

  @Test
  void aLevelIsAdmittedBeforeTheOneBelow() {
    RuleTable table = RuleTable.under(rules(3, 8), "{'a':{'x':1,'y':2,'z':3},'b':1,'c':2}");

    assertThat(table.columns()).containsExactly("a__json string", "b long", "c long");
  }

  @Test
  void structsOfArraysAreJsonTextToo() {
    RuleTable table = RuleTable.under(rules(2, 8), "{'a':[{'x':1,'y':2}],'b':1}");

    assertThat(table.columns()).containsExactly("a__json string", "b long");
    assertThat(table.row("{'a':[{'x':1}]}")).isEqualTo(Map.of("a__json", "[{\"x\":1}]"));
    assertThat(table.row("{'a':[1]}")).isEqualTo(Map.of("a__json", "[1]"));
  }

  @Test
  void jsonTextStaysSoInLaterBatches() {
    RuleTable table =
        RuleTable.under(rules(2, 8), "{'a':{'x':1,'y':2},'b':1}").under(rules(100, 8));

    assertThat(table.then("{'a':{'x':1}}").columns()).containsExactly("a__json string", "b long");
  }

  @Test
  void aFullTableRescuesFurtherKeysButKnowsItsOwnInAnotherCase() {
    RuleTable table = RuleTable.under(rules(2, 8), "{'a':1,'b':{'x':1}}");

    RuleTable later = table.then("{'A':2,'c':3,'b':{'y':1}}");
    assertThat(later.columns()).containsExactly("a long", "b struct<x long>");
    assertThat(later.keysOf("a")).containsExactly("A", "a");
    assertThat(later.reached())
        .containsExactlyInAnyOrder("c max-columns rescued", "b.y max-columns rescued");
  }

  @Test
  void variantsCountToo() {
    RuleTable table = RuleTable.under(rules(1, 8), "{'a':1}").then("{'a':'x'}");

    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.rescued("{'a':'x'}")).contains("/a");
  }

  @Test
  void aMapCountsOnce() {
    assertThat(RuleTable.under(rules(2, 8), "{'labels':{'x':'1'},'z':1,'zz':2}").columns())
        .containsExactly("labels map", "z long");
  }

  @Test
  void anEmptyStringMakesNoColumnBesideJsonText() {
    RuleTable table = RuleTable.under(rules(1, 8), "{'k':''}", "{'k':{'a':1,'b':2}}");

    assertThat(table.columns()).containsExactly("k__json string");
  }

  @Test
  void allRoomIsUsedAndNoMore() {
    String[] messages =
        IntStream.range(0, 160)
            .mapToObj(
                i ->
                    i % 2 == 0 ? "{'k" + i / 2 + "':''}" : "{'k" + i / 2 + "':{'a':1,'b':2,'c':3}}")
            .toArray(String[]::new);
    RuleTable table = RuleTable.under(rules(100, 8), messages);

    assertThat(table.leaves()).isEqualTo(100);
    assertThat(table.columns()).hasSize(80);
  }

  @Test
  void jsonTextOfDepthTakesObjectsThatHaveNoRoom() {
    SchemaRules tight = rules(2, 1);
    RuleTable table = RuleTable.under(tight, "{'a':[[1]],'b':1}");
    assertThat(table.columns()).containsExactly("a__json string", "b long");

    RuleTable later = table.then("{'a':{'x':1,'y':2}}");

    assertThat(later.columns()).containsExactly("a__json string", "b long");
    assertThat(later.row("{'a':{'x':1,'y':2}}")).isEqualTo(Map.of("a__json", "{\"x\":1,\"y\":2}"));
    assertThat(later.needsColumns("{'a':{'x':1}}")).isFalse();
  }

  @Test
  void deeperObjectsAreJsonText() {
    RuleTable table = RuleTable.under(rules(100, 2), "{'a':{'b':{'c':1},'d':1}}");

    assertThat(table.columns()).containsExactly("a struct<b struct<c long>, d long>");
    RuleTable deeper = RuleTable.under(rules(100, 2), "{'a':{'b':{'c':{'d':1},'e':1}}}");
    assertThat(deeper.columns()).containsExactly("a struct<b struct<c__json string, e long>>");
    assertThat(deeper.reached()).containsExactly("a.b.c max-depth json");
  }

  @Test
  void aHintOfJsonIsJsonText() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("a"), Hint.JSON, null);
    RuleTable table = RuleTable.under(rules, "{'a':{'x':1}}", "{'a':[1,2]}", "{'a':'text'}");

    assertThat(table.columns()).containsExactly("a string", "a__json string");
    assertThat(table.row("{'a':[1]}")).isEqualTo(Map.of("a__json", "[1]"));
    assertThat(table.row("{'a':[]}")).isEqualTo(Map.of("a__json", "[]"));
    assertThat(table.rescued("{'a':[]}")).isEmpty();
    assertThat(table.reached()).isEmpty();
  }

  @Test
  void manyKeysOfManyKindsStayWithinTheBound() {
    String wide =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "'k" + i + "':" + (i % 3 == 0 ? "{'x':1,'y':{'z':[1]}}" : "1"))
            .collect(Collectors.joining(",", "{", "}"));

    RuleTable table = RuleTable.of(wide);

    assertThat(table.leaves()).isEqualTo(1_000);
  }

  @Test
  void theTypeTextOfATopLevelColumnHasABound() {
    String field = "f".repeat(240);
    String fields =
        IntStream.range(0, 90)
            .mapToObj(
                i ->
                    "'" + field + i + "':{'" + field + "':1,'" + field + "b':2,'" + field + "c':3,'"
                        + field + "d':4}")
            .collect(Collectors.joining(",", "{", "}"));

    RuleTable table = RuleTable.of("{'a':{'b':" + fields + "}}");

    assertThat(table.typeTextOf("a")).isBetween(80_000, 100_000);
    assertThat(table.reached()).isNotEmpty().allMatch(bound -> bound.endsWith("glue-size json"));
  }

  @Test
  void theTableInputHasABound() {
    String name = "n".repeat(200);
    String wide =
        IntStream.range(0, 900)
            .mapToObj(i -> "'" + name + i + "':1")
            .collect(Collectors.joining(",", "{", "}"));

    RuleTable table = RuleTable.of(wide);

    assertThat(table.columns().size()).isBetween(300, 450);
    assertThat(table.reached()).isNotEmpty().allMatch(b -> b.endsWith("glue-size rescued"));
  }
}
