package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
final class ResultFormatTest {
  private static final String ORDERS =
      """
      select * from values
        (1, timestamp_ntz'2026-01-02 03:04:05.678', 'plain',
         named_struct('a', 'x', 'b', array(1, 2)), 1.5D),
        (2, null, 'a "quoted", two\\nlines', null, null),
        (3, timestamp_ntz'2026-01-02 00:00:00', '', named_struct('a', null, 'b', null), 0D)
        as orders(id, at, text, detail, mixed) order by id
      """;

  private final SparkSession spark;
  private final StringWriter out = new StringWriter();

  ResultFormatTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void tableIsAlignedAndComplete() {
    print(ResultFormat.TABLE, orders("id", "text", "at", "detail"));
    assertThat(out.toString())
        .isEqualTo(
            """
            id | text                   | at                      | detail
            ---+------------------------+-------------------------+--------------------
            1  | plain                  | 2026-01-02 03:04:05.678 | {"a":"x","b":[1,2]}
            2  | a "quoted", two\\nlines | NULL                    | NULL
            3  |                        | 2026-01-02 00:00:00     | {"a":null,"b":null}
            (3 rows)
            """);
  }

  @Test
  void longValuesAreNotCut() {
    print(ResultFormat.TABLE, spark.sql("select repeat('x', 500) as x"));
    assertThat(out.toString()).contains("x".repeat(500)).endsWith("(1 row)\n");
  }

  @Test
  void jsonIsOneObjectALineWithNulls() throws Exception {
    print(ResultFormat.JSON, orders("id", "at", "text", "detail"));
    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .containsExactly(
            "{\"id\":1,\"at\":\"2026-01-02T03:04:05.678\",\"text\":\"plain\","
                + "\"detail\":{\"a\":\"x\",\"b\":[1,2]}}",
            "{\"id\":2,\"at\":null,\"text\":\"a \\\"quoted\\\", two\\nlines\",\"detail\":null}",
            "{\"id\":3,\"at\":\"2026-01-02T00:00:00.000\",\"text\":\"\","
                + "\"detail\":{\"a\":null,\"b\":null}}");
    for (String line : lines) {
      assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
    }
  }

  @Test
  void csvIsQuotedWhereNeeded() {
    print(ResultFormat.CSV, orders("id", "text", "mixed", "id"));
    assertThat(out.toString())
        .isEqualTo(
            """
            id,text,mixed,id\r
            1,plain,1.5,1\r
            2,"a ""quoted"", two
            lines",,2\r
            3,"",0.0,3\r
            """);
  }

  @Test
  void emptyResultHasItsHeader() {
    print(ResultFormat.TABLE, spark.sql("select 1 as a where false"));
    print(ResultFormat.CSV, spark.sql("select 1 as a where false"));
    print(ResultFormat.JSON, spark.sql("select 1 as a where false"));
    assertThat(out.toString()).isEqualTo("a\n-\n(0 rows)\na\r\n");
  }

  @Test
  void statementsWithoutColumnsPrintNothing() {
    for (ResultFormat format : ResultFormat.values()) {
      print(format, spark.sql("create or replace temporary view nothing as select 1 as a"));
    }
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void mistakesInTheQueryAreUsage() {
    assertThat(failure("select * from missing"))
        .startsWith("firn: Cannot run query: [TABLE_OR_VIEW_NOT_FOUND]")
        .contains("`missing`")
        .doesNotContain("UnresolvedRelation")
        .doesNotContain("\tat ");
    assertThat(failure("selekt 1")).startsWith("firn: Cannot run query: ").contains("selekt");
    assertThat(failure("select element_at(array(a), 0) from values (1) as t(a)"))
        .contains("INVALID_INDEX_OF_ZERO");
  }

  /** What the command would say, having made sure that it would exit with 2. */
  private String failure(String query) {
    StringWriter err = new StringWriter();
    Throwable failure = catchThrowable(() -> print(ResultFormat.TABLE, spark.sql(query)));
    assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(ExitCode.USAGE);
    return err.toString();
  }

  private Dataset<Row> orders(String first, String... columns) {
    return spark.sql(ORDERS).select(first, columns);
  }

  private void print(ResultFormat format, Dataset<Row> result) {
    PrintWriter writer = new PrintWriter(out);
    format.printAll(result, writer);
    writer.flush();
  }
}
