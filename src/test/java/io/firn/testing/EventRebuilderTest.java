package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
}
