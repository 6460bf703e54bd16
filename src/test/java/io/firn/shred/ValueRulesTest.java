package io.firn.shred;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** schema.md, "Bounds": depth, duplicate keys, text that is not Unicode. */
class ValueRulesTest {

  @Test
  void whatIsDeeperThanEightIsJsonTextAndScalarsKeepTheirColumn() {
    String tail = "{'b':{'c':1},'d':2}";
    assertThat(nested(8, tail).columns())
        .singleElement()
        .asString()
        .endsWith("struct<a struct<b__json string, d long>>>>>>>>");
    assertThat(nested(9, tail).columns())
        .singleElement()
        .asString()
        .endsWith("struct<a__json string>>>>>>>>");
  }

  private static RuleTable nested(int depth, String value) {
    return RuleTable.of("{'a':".repeat(depth) + value + "}".repeat(depth));
  }

  @Test
  void listsCountForDepth() {
    String list = "[".repeat(8) + "1" + "]".repeat(8);
    assertThat(RuleTable.of("{'a':" + list + "}").columns())
        .containsExactly("a " + "list<".repeat(8) + "long" + ">".repeat(8));
    RuleTable deeper = RuleTable.of("{'a':[" + list + "]}");
    assertThat(deeper.columns()).containsExactly("a__json string");
    assertThat(deeper.row("{'a':[" + list + "]}")).isEqualTo(Map.of("a__json", "[" + list + "]"));
  }

  @Test
  void ofDuplicateKeysTheLastWinsAndTheOthersAreRescued() {
    RuleTable table = RuleTable.of("{'a':'x','a':1,'a':2}");
    assertThat(table.columns()).containsExactly("a long");
    assertThat(table.row("{'a':'x','a':1,'a':2}")).isEqualTo(Map.of("a", 2L));
    assertThat(table.rescued("{'a':'x','a':1,'a':2}"))
        .isEqualTo(
            "[{'path':'/a','value':'x','why':'duplicate'},"
                + "{'path':'/a','value':1,'why':'duplicate'}]");
  }

  @Test
  void duplicatesInsideStructsAndOfUnknownKeysAreRescuedToo() {
    RuleTable table = RuleTable.of("{'s':{'a':1}}");
    assertThat(table.rescued("{'s':{'a':1,'a':2},'t~/':3,'t~/':4}"))
        .isEqualTo(
            "[{'path':'/s/a','value':1,'why':'duplicate'},"
                + "{'path':'/t~0~1','value':3,'why':'duplicate'},"
                + "{'path':'/t~0~1','value':4,'why':'budget'}]");
  }

  @Test
  void keysThatShareAColumnAndMeetLaterAreDuplicates() {
    RuleTable table = RuleTable.of("{'Id':1}", "{'ID':2}");
    assertThat(table.row("{'Id':1,'ID':2}")).isEqualTo(Map.of("id", 2L));
    assertThat(table.rescued("{'Id':1,'ID':2}"))
        .isEqualTo("[{'path':'/Id','value':1,'why':'duplicate'}]");
    assertThat(table.then("{'Id':'x','ID':2}").columns()).isEqualTo(table.columns());
  }

  @Test
  void invalidBytesShowAsReplacementAndAreRescuedExactly() {
    RuleTable table = RuleTable.of("{'a':'x\u00ff'}");
    assertThat(table.row("{'a':'x\u00ff'}")).isEqualTo(Map.of("a", "x\uFFFD"));
    assertThat(table.rescued("{'a':'x\u00ff'}"))
        .isEqualTo("[{'path':'/a','value':'" + base64("\"x\u00ff\"") + "','why':'bytes'}]");
  }

  @Test
  void loneSurrogatesAreInvalidBytesOfTheEscape() {
    RuleTable table = RuleTable.of("{'a':['ok']}");
    assertThat(table.row("{'a':['\\ud800']}")).isEqualTo(Map.of("a", List.of("\uFFFD")));
    assertThat(table.rescued("{'a':['\\ud800']}"))
        .isEqualTo("[{'path':'/a/0','value':'" + base64("\"\\ud800\"") + "','why':'bytes'}]");
  }

  @Test
  void rescuedValuesThatAreNotUtf8SaySo() {
    assertThat(RuleTable.of("{'a':1}").rescued("{'b':'\u00ff'}"))
        .isEqualTo(
            "[{'path':'/b','value':'"
                + base64("\"\u00ff\"")
                + "','why':'budget','encoding':'base64'}]");
  }

  private static String base64(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
  }
}
