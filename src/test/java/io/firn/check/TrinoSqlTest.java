package io.firn.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

final class TrinoSqlTest {
  private static final Type STRING = Types.StringType.get();

  @Test
  void columnIsCountedAsItIs() {
    Place place = only(Types.LongType.get());
    assertThat(TrinoSql.present(place)).isEqualTo("count(\"c\")");
    assertThat(TrinoSql.sum(place))
        .isEqualTo("COALESCE(sum(COALESCE(crc32(to_utf8(CAST(\"c\" AS varchar))), 0)), 0)");
  }

  @Test
  void eachTypeHasBytesOfItsOwn() {
    assertThat(bytes(STRING)).isEqualTo("to_utf8(v)");
    assertThat(bytes(Types.BooleanType.get())).isEqualTo("to_utf8(CAST(v AS varchar))");
    assertThat(bytes(Types.DecimalType.of(38, 0))).isEqualTo("to_utf8(CAST(v AS varchar))");
    assertThat(bytes(Types.DateType.get())).isEqualTo("to_utf8(CAST(v AS varchar))");
    assertThat(bytes(Types.DoubleType.get())).isEqualTo("to_ieee754_64(CAST(v AS double))");
    assertThat(bytes(Types.TimestampType.withoutZone())).isEqualTo("to_utf8(CAST(v AS varchar))");
    assertThat(bytes(Types.TimestampType.withZone()))
        .isEqualTo("to_utf8(CAST(CAST(v AT TIME ZONE 'UTC' AS timestamp(6)) AS varchar))");
    assertThat(bytes(Types.BinaryType.get())).isEqualTo("v");
    assertThatThrownBy(() -> Kind.of(Types.UUIDType.get()))
        .hasMessage("Cannot compare values of type uuid");
  }

  @Test
  void fieldsAreFoundThroughTheirStructs() {
    Schema schema =
        new Schema(
            NestedField.optional(
                1,
                "select",
                Types.StructType.of(
                    NestedField.optional(
                        2,
                        "it\"s",
                        Types.StructType.of(NestedField.optional(3, "Group", STRING))))));
    List<Place> places = Places.of(schema).all();
    assertThat(places)
        .extracting(Place::path)
        .containsExactly("select", "select.it\"s", "select.it\"s.Group");
    assertThat(TrinoSql.present(places.get(1))).isEqualTo("count(\"select\".\"it\"\"s\")");
    assertThat(TrinoSql.sum(places.get(1))).isEqualTo("BIGINT '0'");
    assertThat(TrinoSql.present(places.get(2)))
        .isEqualTo("count(\"select\".\"it\"\"s\".\"Group\")");
  }

  @Test
  void listsAreSummedUpElementByElement() {
    Types.StructType element =
        Types.StructType.of(NestedField.optional(3, "d", Types.ListType.ofOptional(4, STRING)));
    List<Place> places = places(Types.ListType.ofOptional(2, element));
    assertThat(places).extracting(Place::path).containsExactly("c", "c[]", "c[].d", "c[].d[]");
    assertThat(TrinoSql.sum(places.get(0)))
        .isEqualTo("COALESCE(sum(COALESCE(cardinality(\"c\"), 0)), 0)");
    assertThat(TrinoSql.present(places.get(1)))
        .isEqualTo(
            "COALESCE(sum(COALESCE(reduce(\"c\", BIGINT '0', "
                + "(s0, x0) -> s0 + IF(x0 IS NULL, 0, 1), s0 -> s0), 0)), 0)");
    assertThat(TrinoSql.present(places.get(3)))
        .isEqualTo(
            "COALESCE(sum(COALESCE(reduce(\"c\", BIGINT '0', (s0, x0) -> s0 + "
                + "COALESCE(reduce(x0.\"d\", BIGINT '0', (s1, x1) -> s1 + "
                + "IF(x1 IS NULL, 0, 1), s1 -> s1), 0), s0 -> s0), 0)), 0)");
  }

  @Test
  void mapsAreListsOfKeysAndOfValues() {
    List<Place> places = places(Types.MapType.ofOptional(2, 3, STRING, STRING));
    assertThat(places).extracting(Place::path).containsExactly("c", "c{key}", "c{value}");
    assertThat(TrinoSql.sum(places.get(1)))
        .contains("reduce(map_keys(\"c\"), ")
        .contains("crc32(to_utf8(x0))");
    assertThat(TrinoSql.present(places.get(2))).contains("reduce(map_values(\"c\"), ");
  }

  @Test
  void placesAreNumberedInTheirOrder() {
    List<Place> places =
        places(
            Types.ListType.ofOptional(
                2, Types.MapType.ofOptional(3, 4, STRING, Types.LongType.get())));
    assertThat(places).extracting(Place::ordinal).containsExactly(0, 1, 2, 3);
    assertThat(places)
        .extracting(Place::path)
        .containsExactly("c", "c[]", "c[]{key}", "c[]{value}");
  }

  private static String bytes(Type type) {
    return Kind.of(type).trinoBytes("v");
  }

  private static Place only(Type type) {
    return places(type).get(0);
  }

  private static List<Place> places(Type type) {
    return Places.of(new Schema(NestedField.optional(1, "c", type))).all();
  }
}
