package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person types it, on a real table; in one JVM, so with sessions in turn. */
final class SqlCommandTest {
  @TempDir static Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void createTable() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    CatalogSettings settings =
        CatalogSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
    Catalogs.open(settings, new Configuration()).close();
    try (SparkSession spark = Sessions.open("test", settings)) {
      spark.sql("create namespace logs");
      spark.sql(
          "create table logs.orders (id bigint, at timestamp_ntz, text string,"
              + " detail struct<a: string, b: array<bigint>>, Mixed double) using iceberg");
      spark.sql(
          """
          insert into logs.orders values
            (1, timestamp_ntz'2026-01-02 03:04:05.678', 'plain',
             named_struct('a', 'x', 'b', array(1, 2)), 1.5),
            (2, null, 'a "quoted", two\\nlines', null, null),
            (3, timestamp_ntz'2026-01-02 00:00:00', '', named_struct('a', null, 'b', null), 0)
          """);
    }
  }

  @BeforeEach
  void noSession() {
    SparkSession.clearDefaultSession();
    SparkSession.clearActiveSession();
  }

  @Test
  void tableIsAlignedAndComplete() {
    assertThat(sql("select id, text, at, detail from logs.orders order by id")).isZero();
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
  void jsonIsOneObjectALineWithNulls() throws Exception {
    assertThat(sql("select id, text, detail from logs.orders order by id", "--format", "json"))
        .isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .containsExactly(
            "{\"id\":1,\"text\":\"plain\",\"detail\":{\"a\":\"x\",\"b\":[1,2]}}",
            "{\"id\":2,\"text\":\"a \\\"quoted\\\", two\\nlines\",\"detail\":null}",
            "{\"id\":3,\"text\":\"\",\"detail\":{\"a\":null,\"b\":null}}");
    for (String line : lines) {
      assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
    }
  }

  @Test
  void csvIsQuotedWhereNeeded() {
    assertThat(sql("select id, text, mixed, id from logs.orders order by id", "--format", "csv"))
        .isZero();
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
  void statementsWithoutResultPrintNothing() {
    assertThat(sql("create table logs.other (a bigint) using iceberg")).isZero();
    assertThat(sql("drop table if exists logs.no", "--format", "json")).isZero();
    assertThat(sql("drop table if exists logs.no", "--format", "csv")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(sql("show tables in logs", "--format", "csv")).isZero();
    assertThat(out.toString()).contains("logs,other,").contains("logs,orders,");
  }

  @Test
  void mistakesInTheQueryAreUsage() {
    assertThat(sql("select * from logs.missing")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("firn: Cannot run query: [TABLE_OR_VIEW_NOT_FOUND]")
        .contains("logs`.`missing")
        .doesNotContain("UnresolvedRelation")
        .doesNotContain("\tat ");
    assertThat(sql("selekt 1")).isEqualTo(2);
    assertThat(err.toString()).contains("firn: Cannot run query: [PARSE_SYNTAX_ERROR]");
    assertThat(sql(" ")).isEqualTo(2);
    assertThat(err.toString()).contains("firn: Invalid query: ' ' (must be one SQL statement)");
    assertThat(sql("select element_at(array(id), 0) from logs.orders")).isEqualTo(2);
    assertThat(err.toString()).contains("INVALID_INDEX_OF_ZERO");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void warehouseWithoutCatalogIsUsageAndNotMade() {
    Path none = directory.resolve("none");
    assertThat(run("sql", "--warehouse", none.toString(), "select 1")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "firn: Cannot open catalog " + none + ": no catalog.db there (run firn ingest first)");
    assertThat(none).doesNotExist();
  }

  @Test
  void misuseIsExplained() {
    assertThat(run("sql", "select 1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("firn: Missing required option: '--warehouse=<dir>'")
        .contains("Try 'firn sql --help'.");
    assertThat(run("sql", "--warehouse", "x", "--format", "xml", "select 1")).isEqualTo(2);
    assertThat(err.toString()).contains("but was 'xml'");
    assertThat(run()).isEqualTo(2);
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("sql");
  }

  private int sql(String query, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "sql";
    arguments[1] = "--warehouse";
    arguments[2] = directory.resolve("lake").toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[arguments.length - 1] = query;
    return run(arguments);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}
