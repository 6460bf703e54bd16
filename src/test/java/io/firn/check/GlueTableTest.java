package io.firn.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.table.Lake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit has a table that keeps it to the last character, and one that breaks it alone. */
final class GlueTableTest {
  private static final Type STRING = Types.StringType.get();
  private static final String NAMES = "1 to 255 of a-z, 0-9 and _";

  @TempDir Path directory;
  private Lake lake;
  private int nextId = 10;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void tableOfFirnPasses() {
    lake.createTable(Lake.ORDERS);
    GlueTable table = check("logs", "orders");
    assertThat(table.problems()).isEmpty();
    assertThat(table.columns()).isEqualTo(Lake.SCHEMA.columns().size());
    assertThat(table.oldColumns()).isZero();
    assertThat(table.longestType()).isEqualTo("timestamp".length());
    assertThat(table.bytes()).isBetween(500, 5_000);
  }

  @Test
  void tableNames() {
    assertThat(problems("logs", "Orders", column("a", STRING)))
        .containsExactly(
            new GlueProblem("logs.Orders", "the table", "table name", "'Orders'", NAMES));
    assertThat(problems("lo-gs", "orders", column("a", STRING)))
        .containsExactly(
            new GlueProblem("lo-gs.orders", "the table", "database name", "'lo-gs'", NAMES));
  }

  @Test
  void columnNames() {
    assertThat(problems("logs", "good", column("a".repeat(255), STRING))).isEmpty();
    List<String> bad = List.of("Tag", "a-b", "a b", "\u6b63");
    for (String name : bad) {
      assertThat(problems("logs", "bad_" + bad.indexOf(name), column(name, STRING)))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.place()).isEqualTo("column '" + name + "'");
                assertThat(problem.thing()).isEqualTo("column name");
                assertThat(problem.limit()).isEqualTo(NAMES);
              });
    }
    assertThat(problems("logs", "long", column("b".repeat(256), STRING)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.value()).endsWith("bbb'... of 256 characters"));
  }

  @Test
  void namesInsideOfColumns() {
    Types.StructType bad = Types.StructType.of(NestedField.optional(7, "userName", STRING));
    Types.StructType outer =
        Types.StructType.of(NestedField.optional(5, "list", Types.ListType.ofOptional(6, bad)));
    assertThat(problems("logs", "orders", column("a", outer)))
        .containsExactly(
            new GlueProblem("logs.orders", "column 'a'", "field name", "'userName'", NAMES));
  }

  @Test
  void comments() {
    assertThat(problems("logs", "good", commented("x".repeat(255)))).isEmpty();
    assertThat(problems("logs", "long", commented("x".repeat(256))))
        .containsExactly(
            new GlueProblem(
                "logs.long", "column 'a'", "comment", "256 characters", "at most 255 characters"));
    assertThat(problems("logs", "control", commented("a\nb")))
        .containsExactly(
            new GlueProblem(
                "logs.control",
                "column 'a'",
                "comment",
                "'a\\u000ab'",
                "without control characters"));
  }

  @Test
  void typeTexts() {
    assertThat(problems("logs", "good", column("a", typeOf(100_000)))).isEmpty();
    assertThat(problems("logs", "firn", column("a", typeOf(100_001))))
        .containsExactly(
            new GlueProblem(
                "logs.firn",
                "column 'a'",
                "type text for Firn",
                "100001 characters",
                "at most 100000 characters"));
    assertThat(problems("logs", "glue", column("a", typeOf(131_072)))).hasSize(1);
    assertThat(problems("logs", "over", column("a", typeOf(131_073))))
        .contains(
            new GlueProblem(
                "logs.over",
                "column 'a'",
                "type text",
                "131073 characters",
                "at most 131072 characters"))
        .hasSize(2);
  }

  /** Iceberg sends three parameters of its own and none of the table's properties. */
  @Test
  void parameters() {
    assertThat(withParameter("k".repeat(255), "v")).isEmpty();
    assertThat(withParameter("k".repeat(256), "v"))
        .containsExactly(
            new GlueProblem(
                "logs.orders",
                "the table",
                "parameter's key",
                "256 characters",
                "at most 255 characters"));
    assertThat(withParameter("k", "v".repeat(512_000)))
        .extracting(GlueProblem::thing)
        .containsExactly("table input");
    assertThat(withParameter("k", "v".repeat(512_001)))
        .contains(
            new GlueProblem(
                "logs.orders",
                "the table",
                "value of 'k'",
                "512001 characters",
                "at most 512000 characters"))
        .extracting(GlueProblem::thing)
        .containsExactly("value of 'k'", "table input");
  }

  @Test
  void tableInput() {
    Schema schema =
        new Schema(
            NestedField.optional(1, "a", typeOf(90_000)),
            NestedField.optional(2, "b", typeOf(90_000)));
    create("logs", "good", schema);
    GlueTable good = check("logs", "good");
    assertThat(good.problems()).isEmpty();
    int left = 262_144 - good.bytes() - sizeOfColumn();
    create("logs", "full", and(schema, left));
    assertThat(check("logs", "full").problems()).isEmpty();
    create("logs", "over", and(schema, left + 1));
    assertThat(check("logs", "over").problems())
        .containsExactly(
            new GlueProblem(
                "logs.over", "the table", "table input", "262145 bytes", "at most 262144 bytes"));
  }

  @Test
  void columnsOfOlderSchemasAreStillSent() {
    Table table = lake.createTable(Lake.ORDERS);
    table.updateSchema().deleteColumn("log_stream").addColumn("late", STRING).commit();
    GlueTable after = check("logs", "orders");
    assertThat(after.columns()).isEqualTo(Lake.SCHEMA.columns().size() + 1);
    assertThat(after.oldColumns()).isEqualTo(1);
    assertThat(after.toString()).contains("6 columns, 1 of them in older schemas alone");
  }

  @Test
  void problemNamesTableColumnValueAndLimit() {
    assertThat(problems("logs", "orders", column("Tag", STRING)).get(0))
        .hasToString(
            "logs.orders, column 'Tag': Invalid column name: 'Tag' (must be " + NAMES + ")");
  }

  /** A column's JSON but for its type. */
  private static int sizeOfColumn() {
    String column =
        """
        ,{"Name":"c","Type":"","Parameters":\
        {"iceberg.field.id":"3","iceberg.field.optional":"true","iceberg.field.current":"true"}}""";
    return column.length();
  }

  private Schema and(Schema schema, int typeLength) {
    List<NestedField> columns = new ArrayList<>(schema.columns());
    columns.add(NestedField.optional(3, "c", typeOf(typeLength)));
    return new Schema(columns);
  }

  private List<GlueProblem> withParameter(String key, String value) {
    lake.catalog().dropTable(TableIdentifier.of("logs", "orders"));
    Table table = lake.createTable(Lake.ORDERS);
    JsonNode request = GlueInput.of(TableIdentifier.of("logs", "orders"), table, lake.settings());
    ((ObjectNode) request.get("TableInput").get("Parameters")).put(key, value);
    return GlueLimits.problems(request, List.of(table.schema()));
  }

  private List<GlueProblem> problems(String namespace, String name, NestedField column) {
    create(namespace, name, new Schema(column));
    return check(namespace, name).problems();
  }

  private void create(String namespace, String name, Schema schema) {
    if (!lake.catalog().namespaceExists(Namespace.of(namespace))) {
      lake.catalog().createNamespace(Namespace.of(namespace));
    }
    lake.catalog().createTable(TableIdentifier.of(namespace, name), schema);
  }

  private GlueTable check(String namespace, String name) {
    TableIdentifier identifier = TableIdentifier.of(namespace, name);
    return GlueTable.of(identifier, lake.catalog().loadTable(identifier), lake.settings());
  }

  private static NestedField column(String name, Type type) {
    return NestedField.optional(1, name, type);
  }

  private static NestedField commented(String comment) {
    return NestedField.optional(1, "a", STRING, comment);
  }

  /** A struct whose type text has the length. */
  private Type typeOf(int length) {
    int fields = length / 250;
    int left = length - "struct<>".length() - (fields - 1);
    List<NestedField> all = new ArrayList<>();
    for (int i : IntStream.range(0, fields).toArray()) {
      int share = left / (fields - i);
      left -= share;
      String digits = Integer.toString(i);
      String name = "f" + "0".repeat(share - ":string".length() - digits.length() - 1) + digits;
      all.add(NestedField.optional(nextId++, name, STRING));
    }
    return Types.StructType.of(all);
  }
}
