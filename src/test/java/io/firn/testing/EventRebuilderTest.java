package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.schema.Column;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.EventRebuilder.Stored;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rebuilder sees what is lost, doubled or changed. */
class EventRebuilderTest {
  private final EventRebuilder rebuilder =
      new EventRebuilder(
          new Struct(
              List.of(
                  column("n", Kind.PLAIN, Scalar.LONG, "n", "N"),
                  column("n__double", Kind.VARIANT, Scalar.DOUBLE, "n", "N"),
                  column("l", Kind.PLAIN, new Repeated(Scalar.STRING, null), "l"),
                  column("l__json", Kind.JSON, Scalar.STRING, "l")),
              List.of()));

  private static Column column(String name, Kind kind, ColumnType type, String... keys) {
    return new Column(null, name, kind, List.of(keys), type, "b1");
  }

  private static Map<String, Object> row(Object n, Object d, Object list, Object json) {
    Map<String, Object> row = new HashMap<>();
    row.put("n", n);
    row.put("n__double", d);
    row.put("l", list);
    row.put("l__json", json);
    return row;
  }

  private String difference(String message, Map<String, Object> row, String rescued) {
    byte[] bytes = message.replace('\'', '"').getBytes(UTF_8);
    String entries = rescued == null ? null : rescued.replace('\'', '"');
    return rebuilder.difference(new Stored(row, null, entries), bytes).orElse("");
  }

  @Test
  void acceptsWhatIsEqual() {
    assertThat(difference("{'n':1.0,'l':['x',null],'m':{}}", row(1L, null, xAndNull(), null), null))
        .isEmpty();
    assertThat(difference("{'N':5e-1}", row(null, 0.5, null, null), null)).isEmpty();
    assertThat(difference("{'l':[1, 'x']}", row(null, null, null, "[1, \"x\"]"), null)).isEmpty();
  }

  private static List<String> xAndNull() {
    return Arrays.asList("x", null);
  }

  @Test
  void seesWhatIsLostOrChanged() {
    assertThat(difference("{'n':1}", row(null, null, null, null), null)).contains("lost 1");
    assertThat(difference("{'n':1}", row(2L, null, null, null), null)).contains("stored 2");
    assertThat(difference("{}", row(1L, null, null, null), null)).contains("absent");
    assertThat(difference("{'l':['x']}", row(null, null, xAndNull(), null), null))
        .contains("stored [x, null]");
    assertThat(difference("{'l':[1, 'x']}", row(null, null, null, "[1,\"x\"]"), null))
        .contains("(at '/l')");
  }

  @Test
  void seesWhatIsDoubled() {
    assertThat(difference("{'n':1}", row(1L, 1.0, null, null), null)).contains("two columns");
    assertThat(
            difference(
                "{'n':1}", row(1L, null, null, null), "[{'path':'/N','value':1,'why':'type'}]"))
        .contains("both rescued and in a column");
  }

  @Test
  void countsReplacedMembers() {
    Map<String, Object> row = row(2L, null, null, null);
    String entry = "{'path':'/n','value':1,'why':'duplicate'}";
    assertThat(difference("{'n':1,'N':2}", row, "[" + entry + "]")).isEmpty();
    assertThat(difference("{'n':1,'N':2}", row, null)).contains("replaced members");
    assertThat(difference("{'n':1,'N':2}", row, "[" + entry + "," + entry + "]"))
        .contains("replaced members");
  }

  @Test
  void wantsTheExactBytesOfBrokenText() {
    Map<String, Object> row = row(null, null, List.of("\uFFFD"), null);
    assertThat(difference("{'l':['\\ud800']}", row, null)).contains("(at '/l/0')");
    String entry = "[{'path':'/l/0','value':'Ilx1ZDgwMCI=','why':'bytes'}]";
    assertThat(difference("{'l':['\\ud800']}", row, entry)).isEmpty();
    assertThat(difference("{'l':['\\ud801']}", row, entry)).contains("(at '/l/0')");
  }

  @Test
  void wantsTextAsItWas() {
    byte[] text = "{\"a\":1} trailing".getBytes(UTF_8);
    Map<String, Object> none = row(null, null, null, null);
    assertThat(rebuilder.difference(new Stored(none, "{\"a\":1} trailing", null), text)).isEmpty();
    assertThat(rebuilder.difference(new Stored(none, "{\"a\":1}", null), text)).isPresent();
    assertThat(rebuilder.difference(new Stored(none, null, null), text)).isPresent();
  }

  @Test
  void aMapHoldsStringsAndJsonText() {
    Map<String, Object> map = new HashMap<>(Map.of("s", "x", "n", "1.50", "o", "{\"p\": [1]}"));
    map.put("z", null);
    String message = "{'m':{'s':'x','n':1.50,'o':{'p': [1]},'z':null}}";

    assertThat(mapped(message, map, null)).isEmpty();
    assertThat(mapped(message.replace("1.50", "1.5"), map, null)).contains("(at '/m/n')");
    assertThat(mapped(message.replace("'x'", "'X'"), map, null)).contains("(at '/m/s')");
    assertThat(mapped(message.replace(",'z':null", ""), map, null)).contains("absent");
    assertThat(mapped("{'m':{'S':'x'}}", Map.of("s", "x"), null)).contains("lost \"x\"");
  }

  @Test
  void aMapCountsReplacedMembersAndWantsExactBytes() {
    String replaced = "[{'path':'/m/s','value':1,'why':'duplicate'}]";
    assertThat(mapped("{'m':{'s':1,'s':2}}", Map.of("s", "2"), replaced)).isEmpty();
    assertThat(mapped("{'m':{'s':1,'s':2}}", Map.of("s", "2"), null)).contains("replaced");
    String bytes = "[{'path':'/m/s','value':'Ilx1ZDgwMCI=','why':'bytes'}]";
    assertThat(mapped("{'m':{'s':'\\ud800'}}", Map.of("s", "\uFFFD"), bytes)).isEmpty();
    assertThat(mapped("{'m':{'s':'\\ud801'}}", Map.of("s", "\uFFFD"), bytes))
        .contains("(at '/m/s')");
  }

  private static String mapped(String message, Map<String, ?> map, String rescued) {
    Struct payload =
        new Struct(
            List.of(column("m", Kind.PLAIN, new ColumnType.TextMap(null, null), "m")), List.of());
    return under(SchemaRules.DEFAULT, payload, message, map, rescued);
  }

  private static String under(
      SchemaRules rules, Struct payload, String message, Object value, String rescued) {
    Map<String, Object> row = new HashMap<>();
    row.put(payload.columns().get(0).name(), value);
    String entries = rescued == null ? null : rescued.replace('\'', '"');
    return new EventRebuilder(payload, rules)
        .difference(new Stored(row, null, entries), message.replace('\'', '"').getBytes(UTF_8))
        .orElse("");
  }

  private static String hinted(Hint hint, Scalar type, String json, Object value) {
    SchemaRules base = SchemaRules.DEFAULT;
    SchemaRules rules =
        new SchemaRules(
            base.conflict(),
            base.evolve(),
            base.bounds(),
            base.maps(),
            Set.of("-"),
            base.columns());
    Struct payload =
        new Struct(
            List.of(new Column(null, "h", Kind.PLAIN, List.of("h"), type, "b1", hint)), List.of());
    return under(rules, payload, "{'h':" + json + "}", value, null);
  }

  @Test
  void hintedValuesAreConvertedAnew() {
    assertThat(hinted(Hint.LONG, Scalar.LONG, "'4.2e1'", 42L)).isEmpty();
    assertThat(hinted(Hint.LONG, Scalar.LONG, "'042'", 42L)).contains("(at '/h')");
    assertThat(hinted(Hint.BOOLEAN, Scalar.BOOLEAN, "'True'", true)).isEmpty();
    assertThat(hinted(Hint.STRING, Scalar.STRING, "1.50", "1.50")).isEmpty();
    assertThat(hinted(Hint.STRING, Scalar.STRING, "1.50", "1.5")).contains("(at '/h')");
    String time = "'1970-01-01 01:00:01.5+01:00'";
    assertThat(hinted(Hint.TIMESTAMP, Scalar.TIMESTAMP, time, 1_500_000L)).isEmpty();
    assertThat(hinted(Hint.TIMESTAMP, Scalar.TIMESTAMP, time, 1_500_001L)).contains("(at '/h')");
    assertThat(hinted(Hint.TIMESTAMP_MILLIS, Scalar.TIMESTAMP, "1500", 1_500_000L)).isEmpty();
    assertThat(hinted(Hint.TIMESTAMP_SECONDS, Scalar.TIMESTAMP, "1500", 1_500_000L))
        .contains("(at '/h')");
  }

  @Test
  void nullValuesOfHintedKeysEqualNull() {
    assertThat(hinted(Hint.LONG, Scalar.LONG, "'-'", null)).isEmpty();
    assertThat(hinted(Hint.LONG, Scalar.LONG, "'+'", null)).contains("lost");
    assertThat(hinted(null, Scalar.STRING, "'-'", null)).contains("lost");
  }

  @Test
  void stringsHoldJsonTextOnlyWhereTheRulesSaySo() {
    Struct payload = new Struct(List.of(column("s", Kind.PLAIN, Scalar.STRING, "s")), List.of());
    SchemaRules strings = SchemaRules.DEFAULT.with(List.of("s"), null, SchemaRules.Conflict.STRING);

    assertThat(under(strings, payload, "{'s':[1, 2]}", "[1, 2]", null)).isEmpty();
    assertThat(under(strings, payload, "{'s':[1, 2]}", "[1,2]", null)).contains("(at '/s')");
    assertThat(under(SchemaRules.DEFAULT, payload, "{'s':1}", "1", null)).contains("(at '/s')");
  }

  @Test
  void nothingIsFrozenWhereNewKeysAreTaken() {
    Struct payload = new Struct(List.of(column("s", Kind.PLAIN, Scalar.STRING, "s")), List.of());
    String frozen = "[{'path':'/t','value':1,'why':'frozen'}]";
    String budget = frozen.replace("frozen", "budget");

    assertThat(under(SchemaRules.DEFAULT, payload, "{'t':1}", null, budget)).isEmpty();
    assertThat(under(SchemaRules.DEFAULT, payload, "{'t':1}", null, frozen)).contains("frozen");
  }
}
