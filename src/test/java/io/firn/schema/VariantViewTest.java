package io.firn.schema;

import static io.firn.schema.ColumnType.Scalar.BOOLEAN;
import static io.firn.schema.ColumnType.Scalar.DECIMAL;
import static io.firn.schema.ColumnType.Scalar.DOUBLE;
import static io.firn.schema.ColumnType.Scalar.LONG;
import static io.firn.schema.ColumnType.Scalar.STRING;
import static io.firn.schema.ColumnType.Scalar.TIMESTAMP;
import static io.firn.schema.SampleColumns.column;
import static io.firn.schema.SampleColumns.json;
import static io.firn.schema.SampleColumns.list;
import static io.firn.schema.SampleColumns.map;
import static io.firn.schema.SampleColumns.plain;
import static io.firn.schema.SampleColumns.struct;
import static io.firn.schema.SampleColumns.table;
import static io.firn.schema.SampleColumns.variant;
import static io.firn.schema.SampleColumns.withForeign;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.schema.Column.Kind;
import io.firn.schema.SampleColumns.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** schema.md, "The view". */
class VariantViewTest {
  private static final TableName ORDERS = TableName.parse("logs.orders");

  /** Columns of a table, and what the view selects of them. */
  private record Rule(String name, Table table, List<String> selected) {
    Rule(String name, List<Column> columns, String... selected) {
      this(name, SampleColumns.table(columns.toArray(Column[]::new)), List.of(selected));
    }

    DynamicTest test() {
      return DynamicTest.dynamicTest(
          name, () -> assertThat(payloadOf(table)).containsExactlyElementsOf(selected));
    }
  }

  @TestFactory
  Stream<DynamicTest> columnsOfOneLevel() {
    return Stream.of(
            new Rule(
                "one column passes through",
                List.of(
                    plain("a", LONG),
                    plain("b", struct(plain("c", STRING))),
                    plain("m", map()),
                    plain("t", TIMESTAMP)),
                "\"a\"",
                "\"b\"",
                "\"m\"",
                "\"t\""),
            new Rule(
                "integers together are decimals",
                List.of(plain("n", LONG), variant("n__decimal", DECIMAL)),
                "coalesce(cast(\"n\" AS decimal(38,0)), \"n__decimal\") AS \"n\""),
            new Rule(
                "numbers with a double among them are doubles",
                List.of(
                    plain("n", LONG), variant("n__double", DOUBLE), variant("n__decimal", DECIMAL)),
                "coalesce(cast(\"n\" AS double), \"n__double\", cast(\"n__decimal\" AS double))"
                    + " AS \"n\""),
            new Rule(
                "scalars of several families are text",
                List.of(
                    plain("status", LONG),
                    variant("status__boolean", BOOLEAN),
                    variant("status__string", STRING)),
                "coalesce(cast(\"status\" AS varchar), cast(\"status__boolean\" AS varchar),"
                    + " \"status__string\") AS \"status\""),
            new Rule(
                "doubles among text are spelled as in JSON",
                List.of(plain("n", STRING), variant("n__double", DOUBLE)),
                "coalesce(\"n\", json_format(cast(\"n__double\" AS json))) AS \"n\""),
            new Rule(
                "what a hint does not convert is text beside its timestamps",
                List.of(plain("at", TIMESTAMP), variant("at__string", STRING)),
                "coalesce(cast(\"at\" AS varchar), \"at__string\") AS \"at\""),
            new Rule(
                "with an object, list or map among them all is JSON text, strings in quotes",
                List.of(
                    plain("x", struct(plain("a", LONG))),
                    variant("x__list", list(LONG)),
                    variant("x__string", STRING),
                    json("x__json")),
                "coalesce(json_format(cast(\"x\" AS json)), json_format(cast(\"x__list\" AS json)),"
                    + " json_format(cast(\"x__string\" AS json)), \"x__json\") AS \"x\""),
            new Rule(
                "JSON text alone takes the key's name",
                List.of(json("deep__json")),
                "\"deep__json\" AS \"deep\""))
        .map(Rule::test);
  }

  @TestFactory
  Stream<DynamicTest> namesThatAreTaken() {
    return Stream.of(
            new Rule(
                "a column without a plain one keeps its name where another key has the base",
                List.of(plain("x", LONG), column("x__json", "X.", Kind.JSON, STRING)),
                "\"x\"",
                "\"x__json\""),
            new Rule(
                "of two such keys the first takes it",
                List.of(
                    column("x__json", "x", Kind.JSON, STRING),
                    column("x__list_a1b2c3", "X", Kind.JSON, STRING)),
                "\"x__json\" AS \"x\"",
                "\"x__list_a1b2c3\""),
            new Rule(
                "a key is put together where its first column is",
                List.of(plain("a", LONG), plain("b", LONG), variant("a__string", STRING)),
                "coalesce(cast(\"a\" AS varchar), \"a__string\") AS \"a\"",
                "\"b\""))
        .map(Rule::test);
  }

  @TestFactory
  Stream<DynamicTest> columnsBelow() {
    return Stream.of(
            new Rule(
                "a struct with variants is made anew",
                List.of(
                    plain(
                        "s",
                        struct(plain("a", LONG), plain("v", STRING), variant("v__long", LONG)))),
                "if(\"s\" IS NULL, NULL, cast(row(\"t\".\"s\".\"a\", coalesce(\"t\".\"s\".\"v\","
                    + " cast(\"t\".\"s\".\"v__long\" AS varchar))) AS row(\"a\" bigint, \"v\""
                    + " varchar))) AS \"s\""),
            new Rule(
                "at any depth",
                List.of(plain("s", struct(plain("u", struct(json("w__json")))))),
                "if(\"s\" IS NULL, NULL, cast(row(if(\"t\".\"s\".\"u\" IS NULL, NULL,"
                    + " cast(row(\"t\".\"s\".\"u\".\"w__json\") AS row(\"w\" varchar)))) AS"
                    + " row(\"u\" row(\"w\" varchar)))) AS \"s\""),
            new Rule(
                "elements of lists are made anew",
                List.of(plain("l", list(struct(plain("v", LONG), variant("v__double", DOUBLE))))),
                "transform(\"l\", \"e1\" -> if(\"e1\" IS NULL, NULL,"
                    + " cast(row(coalesce(cast(\"e1\".\"v\" AS double), \"e1\".\"v__double\")) AS"
                    + " row(\"v\" double)))) AS \"l\""),
            new Rule(
                "lists in lists have arguments of their own",
                List.of(plain("l", list(list(struct(json("v__json")))))),
                "transform(\"l\", \"e1\" -> transform(\"e1\", \"e2\" -> if(\"e2\" IS NULL, NULL,"
                    + " cast(row(\"e2\".\"v__json\") AS row(\"v\" varchar))))) AS \"l\""),
            new Rule(
                "in JSON text, keys keep the types of their values and JSON text is no string",
                List.of(
                    plain(
                        "s",
                        struct(plain("a", LONG), variant("a__string", STRING), json("d__json"))),
                    variant("s__string", STRING)),
                "coalesce(json_format(cast(if(\"s\" IS NULL, NULL,"
                    + " cast(row(coalesce(cast(\"t\".\"s\".\"a\" AS json),"
                    + " cast(\"t\".\"s\".\"a__string\" AS json)),"
                    + " coalesce(try(json_parse(\"t\".\"s\".\"d__json\")),"
                    + " cast(\"t\".\"s\".\"d__json\" AS json))) AS row(\"a\" json, \"d\" json))) AS"
                    + " json)), json_format(cast(\"s__string\" AS json))) AS \"s\""),
            new Rule(
                "in JSON text, keys are spelled as in messages",
                List.of(
                    plain("s", struct(column("requestid", "requestId", Kind.PLAIN, LONG))),
                    variant("s__string", STRING)),
                "coalesce(json_format(cast(if(\"s\" IS NULL, NULL,"
                    + " cast(row(\"t\".\"s\".\"requestid\") AS row(\"requestId\" bigint))) AS"
                    + " json)), json_format(cast(\"s__string\" AS json))) AS \"s\""))
        .map(Rule::test);
  }

  @Test
  void theStatementIsWholeAndKeepsTheTablesOrder() {
    Table table = withForeign(table(plain("n", LONG), variant("n__string", STRING)), "theirs");
    assertThat(
            VariantView.sql(
                TableName.parse("views.orders"), ORDERS, table.schema(), table.payload()))
        .isEqualTo(
            """
            CREATE OR REPLACE VIEW "views"."orders" AS
            SELECT
              "log_time",
              "log_group",
              "log_stream",
              "log_message",
              coalesce(cast("n" AS varchar), "n__string") AS "n",
              "log_account",
              "log_region",
              "log_id",
              "log_digest",
              "log_rescued",
              "log_time_source",
              "log_object",
              "log_position",
              "log_batch",
              "theirs"
            FROM "logs"."orders" AS "t\"""");
  }

  private static List<String> payloadOf(Table table) {
    return VariantView.select(ORDERS, table.schema(), table.payload())
        .lines()
        .map(line -> line.strip().replaceFirst(",$", ""))
        .dropWhile(line -> !line.equals("\"log_message\""))
        .skip(1)
        .takeWhile(line -> !line.equals("\"log_account\""))
        .toList();
  }
}
