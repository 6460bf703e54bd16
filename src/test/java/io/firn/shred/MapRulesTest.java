package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MapRulesTest {
  /** An object with keys k0, k1, ... */
  private static String keys(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "'k" + i + "':" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void objectsOfAListedNameAreMapsAtAnyDepthAndInAnyCase() {
    RuleTable table = RuleTable.of("{'labels':{'app':'x'},'meta':{'Annotations':{'a/b':'y'}}}");

    assertThat(table.columns()).containsExactly("labels map", "meta struct<annotations map>");
  }

  @Test
  void aMapHoldsStringsAsTheyAreAndTheRestAsJsonText() {
    RuleTable table = RuleTable.of("{'labels':{'a':'x'}}");

    assertThat(table.row("{'labels':{'A':'x','b':1.50,'c':true,'d':null,'e':{'f': [1]}}}"))
        .isEqualTo(
            Map.of(
                "labels",
                mapOf("A", "x", "b", "1.50", "c", "true", "d", null, "e", "{\"f\": [1]}")));
    assertThat(table.row("{'labels':{}}")).isEqualTo(Map.of("labels", Map.of()));
  }

  private static Map<String, String> mapOf(String... entries) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }

  @Test
  void ofDuplicateKeysInAMapTheLastWins() {
    RuleTable table = RuleTable.of("{'labels':{'a':'x'}}");

    assertThat(table.row("{'labels':{'a':1,'b':2,'a':3}}"))
        .isEqualTo(Map.of("labels", Map.of("a", "3", "b", "2")));
    assertThat(table.rescued("{'labels':{'a':1,'b':2,'a':3}}"))
        .isEqualTo("[{'path':'/labels/a','value':1,'why':'duplicate'}]");
  }

  @Test
  void brokenBytesInAMapAreRescued() {
    RuleTable table = RuleTable.of("{'labels':{'a':'x'}}");

    assertThat(table.row("{'labels':{'a':'\u00ff'}}"))
        .isEqualTo(Map.of("labels", Map.of("a", "\uFFFD")));
    assertThat(table.rescued("{'labels':{'a':'\u00ff'}}")).contains("/labels/a", "bytes");
  }

  @Test
  void whatIsNoObjectGoesBesideTheMap() {
    RuleTable table =
        RuleTable.of("{'labels':{'a':'x'}}", "{'labels':{'b':'x'}}", "{'labels':'z'}");

    assertThat(table.columns()).containsExactly("labels map", "labels__string string");
  }

  @Test
  void aMapBesideAnOwnerOfAnotherTypeIsAVariant() {
    RuleTable table = RuleTable.of("{'labels':'z'}").then("{'labels':{'a':1}}");

    assertThat(table.columns()).containsExactly("labels string", "labels__map map");
  }

  @Test
  void objectsInAnArrayOfAListedNameAreStructs() {
    assertThat(RuleTable.of("{'headers':[{'name':'a','value':'b'}]}").columns())
        .containsExactly("headers list<struct<name string, value string>>");
  }

  @Test
  void anEmptyObjectMakesNoMap() {
    assertThat(RuleTable.of("{'labels':{},'a':1}").columns()).containsExactly("a long");
  }

  @Test
  void aHintOfStructTurnsOffTheList() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("labels"), Hint.STRUCT, null);

    assertThat(RuleTable.under(rules, "{'labels':{'a':1}}").columns())
        .containsExactly("labels struct<a long>");
  }

  @Test
  void aHintMakesAMap() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("a", "b"), Hint.MAP, null);

    assertThat(RuleTable.under(rules, "{'a':{'B':{'c':1}}}").columns())
        .containsExactly("a struct<b map>");
  }

  @Test
  void aNewObjectWithMoreThanAHundredKeysIsAMap() {
    assertThat(RuleTable.of("{'x':" + keys(0, 100) + "}").columns().get(0)).startsWith("x struct<");
    RuleTable table = RuleTable.of("{'x':" + keys(0, 101) + "}");

    assertThat(table.columns()).containsExactly("x map");
    assertThat(table.reached()).containsExactly("x struct-keys map");
  }

  @Test
  void theKeysOfTheWholeBatchCount() {
    assertThat(RuleTable.of("{'x':" + keys(0, 60) + "}", "{'x':" + keys(60, 101) + "}").columns())
        .containsExactly("x map");
  }

  @Test
  void objectsInArraysWithMoreThanAHundredKeysAreMaps() {
    RuleTable table = RuleTable.of("{'x':[" + keys(0, 60) + "," + keys(60, 101) + "]}");

    assertThat(table.columns()).containsExactly("x list<map>");
    assertThat(table.row("{'x':[{'q':'v'},null]}"))
        .isEqualTo(Map.of("x", java.util.Arrays.asList(Map.of("q", "v"), null)));
  }

  @Test
  void theRootIsNeverAMap() {
    assertThat(RuleTable.of(keys(0, 150)).columns()).hasSize(150);
  }

  @Test
  void aStructIsNeverChangedIntoAMap() {
    RuleTable table = RuleTable.of("{'x':" + keys(0, 90) + "}").then("{'x':" + keys(90, 120) + "}");

    assertThat(table.columns()).hasSize(1);
    assertThat(table.columns().get(0)).startsWith("x struct<").contains("k119 long");
  }

  @Test
  void aHintOfStructHoldsAgainstAHundredKeys() {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("x"), Hint.STRUCT, null);

    assertThat(RuleTable.under(rules, "{'x':" + keys(0, 130) + "}").columns().get(0))
        .contains("k129 long");
  }
}
