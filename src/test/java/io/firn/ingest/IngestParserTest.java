package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.AccessLogPreset;
import io.firn.parse.ParserChoice;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.KeyPath;
import io.firn.policy.Redaction;
import io.firn.table.LogTables;
import io.firn.table.TableParser;
import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Messages of other forms than JSON: columns, text, counts, and the parser that a table keeps. */
@ExtendWith(SharedSpark.class)
final class IngestParserTest {
  private static final String TABLE = "logs.functions";
  private static final String ID = "8b2c884f-792a-4cf1-a4c4-9fc96cf07d0b";
  private static final String REPORT =
      "REPORT RequestId: " + ID + "\tDuration: 244.42 ms\tMemory Size: 1024 MB\t";
  private static final String INFO = "2020-07-25T05:16:44.324Z\t" + ID + "\tINFO\tpassword: s3cret";

  @TempDir Path directory;
  private IngestHarness harness;

  @BeforeEach
  void open(SparkSession spark) throws Exception {
    harness = new IngestHarness(directory, spark);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private static EventPolicy policy(ParserChoice parser) {
    return new EventPolicy(parser, RawText.UNPARSED, Redaction.NONE, null);
  }

  private List<Record> rows() throws Exception {
    return harness.rows(TABLE).stream()
        .sorted(Comparator.comparing(row -> (Long) row.getField("log_position")))
        .toList();
  }

  private List<Object> column(String name) throws Exception {
    return rows().stream().map(row -> row.getField(name)).toList();
  }

  private Type type(String column) {
    return harness.table(TABLE).schema().findType(column);
  }

  private String refusal(IngestResult result) {
    return result.tables().get(0).problem().orElseThrow().getMessage();
  }

  @Test
  void aNewTableReadsLambdasMessages() throws Exception {
    harness.export("s", REPORT, "hello", "{\"a\":1}", INFO);

    IngestResult result = harness.ingest(TABLE);

    assertThat(result.counts().unparsed()).isZero();
    assertThat(type("duration_ms")).isEqualTo(Types.DoubleType.get());
    assertThat(type("memory_size_mb")).isEqualTo(Types.LongType.get());
    assertThat(column("request_id")).containsExactly(ID, null, null, ID);
    assertThat(column("message")).containsExactly(null, null, null, "password: s3cret");
    assertThat(column("log_message")).containsExactly(null, "hello", null, null);
    assertThat(harness.table(TABLE).properties())
        .containsEntry("firn.parser", "auto")
        .containsEntry("firn.parser-version", "2");
  }

  @Test
  void whatIsHeldInPartIsFieldsAndText() throws Exception {
    harness.export("s", "a=1 b=2", "a=3 word", "word", "a=4 gone=1");
    EventPolicy logfmt =
        new EventPolicy(
            ParserChoice.of("logfmt"),
            RawText.UNPARSED,
            Redaction.NONE,
            EventFilter.parse("gone = 1"));

    IngestResult result = harness.ingest(TABLE, logfmt);

    assertThat(result.counts().events()).isEqualTo(3);
    assertThat(result.counts().unparsed()).isEqualTo(2);
    assertThat(column("a")).containsExactly(1L, 3L, null);
    assertThat(column("log_message")).containsExactly(null, "a=3 word", "word");
  }

  @Test
  void jsonThatIsNoneIsCounted() throws Exception {
    harness.export("s", "{\"a\":1}", "text");
    assertThat(harness.ingest(TABLE, policy(ParserChoice.JSON)).counts().unparsed()).isEqualTo(1);
    assertThat(harness.ingest("logs.text", policy(ParserChoice.TEXT)).counts().unparsed()).isZero();
  }

  @Test
  void whereValuesAreDroppedFreeTextIsNotStored() throws Exception {
    Redaction redaction = Redaction.of(List.of(KeyPath.parse("password")), Map.of(), null);
    harness.export(
        "s",
        INFO,
        "2020-07-25T05:16:44.324Z\t" + ID + "\tINFO\t{\"password\":\"s3cret\",\"n\":1}",
        REPORT,
        "s3cret");

    IngestResult result =
        harness.ingest(
            TABLE, new EventPolicy(ParserChoice.AUTO, RawText.UNPARSED, redaction, null));

    assertThat(result.counts().withheld()).isEqualTo(2);
    assertThat(result.counts().valuesDropped()).isEqualTo(1);
    assertThat(column("n")).containsExactly(null, 1L, null, null);
    assertThat(column("level")).containsExactly("INFO", "INFO", null, null);
    assertThat(rows().toString()).doesNotContain("s3cret");
  }

  /** One instance reads many objects: a header counts in its own alone. */
  @Test
  void aHeaderSaysTheOrderOfItsObject() throws Exception {
    String record = "2 1 eni-1 10.0.0.1 10.0.0.2 1 22 6 20 4249 1418530010 1418530070 ACCEPT OK";
    harness.export("a", "srcaddr bytes", "10.0.0.9 7");
    harness.export("b", record);

    IngestResult result = harness.ingest(TABLE, policy(ParserChoice.of("vpc-flow")));

    assertThat(result.counts().unparsed()).isEqualTo(1);
    assertThat(column("srcaddr")).containsExactlyInAnyOrder(null, "10.0.0.9", "10.0.0.1");
    assertThat(column("bytes")).containsExactlyInAnyOrder(null, 7L, 4249L);
    assertThat(column("log_message")).containsExactlyInAnyOrder("srcaddr bytes", null, null);
  }

  @Test
  void aTableOfVersion1GoesOnUntilItIsChanged() throws Exception {
    harness.export("a", "{\"a\":1}");
    harness.ingest(TABLE);
    new TableParser("auto", 1).setOn(harness.table(TABLE));
    harness.export("b", REPORT);
    harness.ingest(TABLE);
    assertThat(type("request_id")).isNull();
    assertThat(column("log_message")).contains(REPORT);

    assertThat(new TableParser("auto", 2).setOn(harness.table(TABLE)))
        .isEqualTo(new TableParser("auto", 1));
    harness.export("c", REPORT);
    harness.ingest(TABLE);
    assertThat(column("request_id")).contains(ID);
    assertThat(column("log_message")).containsOnlyOnce(REPORT);
  }

  @Test
  void aTableWithoutThePropertiesIsOfTheFirstVersion() throws Exception {
    harness.export("a", "{\"a\":1}");
    harness.ingest(TABLE);
    harness
        .table(TABLE)
        .updateProperties()
        .remove(LogTables.PARSER)
        .remove(LogTables.PARSER_VERSION)
        .commit();
    harness.export("b", REPORT);

    assertThat(harness.ingest(TABLE).counts().events()).isEqualTo(1);
    assertThat(type("request_id")).isNull();
  }

  @Test
  void aRouteThatContradictsItsTableIsRefusedWithTheCommand() throws Exception {
    harness.export("a", "a=1");
    harness.ingest(TABLE, policy(ParserChoice.of("logfmt")));
    harness.export("b", "a=2");

    assertThat(refusal(harness.ingest(TABLE)))
        .isEqualTo(
            "Cannot ingest into lake.logs.functions: its parser is logfmt and its route says auto"
                + " (columns would change their meaning: choose another table, or change this one"
                + " by firn schema parser logs.functions --set auto)");

    new TableParser("auto", 2).setOn(harness.table(TABLE));
    assertThat(harness.ingest(TABLE).counts().events()).isEqualTo(1);
    assertThat(column("a")).containsExactlyInAnyOrder(1L, null);
  }

  @Test
  void aTableOfANewerFirnIsRefused() throws Exception {
    harness.export("a", "{\"a\":1}");
    harness.ingest(TABLE);
    harness.export("b", "{\"a\":2}");
    for (String version : List.of("3", "x", "99999999999")) {
      harness.table(TABLE).updateProperties().set(LogTables.PARSER_VERSION, version).commit();
      assertThat(refusal(harness.ingest(TABLE)))
          .startsWith("Cannot ingest into lake.logs.functions: its parser has version ")
          .endsWith(
              " and this firn knows none above 2 (use a newer firn, or firn schema parser"
                  + " logs.functions --set auto)");
    }
    harness.table(TABLE).updateProperties().set(LogTables.PARSER, "from-2030").commit();
    assertThat(refusal(harness.ingest(TABLE)))
        .contains("its parser is from-2030 and its route says auto");
    assertThat(rows()).hasSize(1);
  }

  /** The pattern, the preset and the fields are the route's: a table takes what comes. */
  @Test
  void whatAParserIsToldMayChange() throws Exception {
    harness.export("a", "x - - [t] \"GET / HTTP/1.1\" 200 7");
    harness.ingest(TABLE, policy(ParserChoice.accessLog(AccessLogPreset.COMMON)));
    harness.export("b", "y - - [t] \"GET / HTTP/1.1\" 200 7 \"-\" \"curl\"");
    harness.ingest(TABLE, policy(ParserChoice.accessLog(AccessLogPreset.COMBINED)));

    assertThat(column("client_ip")).containsExactlyInAnyOrder("x", "y");
    assertThat(column("user_agent")).containsExactlyInAnyOrder(null, "curl");
  }
}
