package io.firn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.policy.Hint;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.SampleColumns.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {
  private static final Table TABLE =
      SampleColumns.table(
          SampleColumns.plain("a", Scalar.LONG).withHint(Hint.LONG),
          SampleColumns.variant("a__string", Scalar.STRING),
          SampleColumns.json("a__json"),
          SampleColumns.plain("labels", SampleColumns.map()));
  private static final String NAMES = ColumnMapping.write(TABLE.payload());

  @Test
  void readsWhatItWrites() {
    assertThat(ColumnMapping.read(TABLE.schema(), NAMES).columns())
        .isEqualTo(TABLE.payload().columns());
    assertThat(NAMES)
        .contains(
            "\"kind\":\"plain\"",
            "\"kind\":\"variant\"",
            "\"kind\":\"json\"",
            "\"kind\":\"map\"",
            "\"hint\":\"long\"");
  }

  @Test
  void readsEveryHint() {
    for (Hint hint : Hint.values()) {
      Column column = SampleColumns.plain("a", Scalar.STRING).withHint(hint);
      Table table = SampleColumns.table(column);
      assertThat(ColumnMapping.read(table.schema(), ColumnMapping.write(table.payload())).columns())
          .isEqualTo(table.payload().columns());
    }
  }

  @Test
  void anUnknownKindIsAnError() {
    for (String word : List.of("variants", "", "Plain")) {
      assertInvalid(
          NAMES.replace("\"kind\":\"variant\"", "\"kind\":\"" + word + "\""),
          "Invalid table property firn.names: kind '"
              + word
              + "' of field "
              + id("a__string")
              + " (must be one of plain, variant, json, map; a newer Firn may have written it)");
    }
  }

  @Test
  void anUnknownHintIsAnError() {
    for (String word : List.of("uuid", "")) {
      assertInvalid(
          NAMES.replace("\"hint\":\"long\"", "\"hint\":\"" + word + "\""),
          "Invalid table property firn.names: hint '"
              + word
              + "' of field "
              + id("a")
              + " (must be one of "
              + String.join(", ", Hint.spellings())
              + "; a newer Firn may have written it)");
    }
  }

  @Test
  void anotherVersionIsAnError() {
    assertInvalid(
        NAMES.replace("\"v\":1", "\"v\":2"),
        "Invalid table property firn.names: version 2 (must be 1)");
  }

  private static void assertInvalid(String names, String message) {
    assertThatThrownBy(() -> ColumnMapping.read(TABLE.schema(), names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static int id(String column) {
    return TABLE.schema().findField(column).fieldId();
  }
}
