package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.ParserChoice;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import io.firn.policy.Redaction;
import io.firn.policy.SchemaRules;
import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Containers' logs: JSON in a string of JSON, as Docker and Fluent Bit write it. */
@ExtendWith(SharedSpark.class)
class IngestUnwrapTest {
  private static final String TABLE = "logs.pods";
  private static final String LOGIN =
      "{\"log\":\"{\\\"level\\\":\\\"info\\\",\\\"ms\\\":12,\\\"password\\\":\\\"s3cret\\\","
          + "\\\"card\\\":\\\"4111111111111111\\\"}\\n\",\"stream\":\"stdout\"}";
  private static final String DEBUG =
      "{\"log\":\"{\\\"level\\\":\\\"debug\\\",\\\"noise\\\":1}\",\"stream\":\"stdout\"}";
  private static final String QUERY =
      "{\"log\":\"{\\\"level\\\":\\\"warn\\\",\\\"sql\\\":\\\"{\\\\\\\"rows\\\\\\\":7}\\\"}\","
          + "\"stream\":\"stderr\"}";
  private static final String TEXT = "{\"log\":\"panic: {7}\\n\",\"stream\":\"stderr\"}";

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

  private static EventPolicy policy(
      RawText raw, Redaction redaction, @Nullable EventFilter filter, String... unwrap) {
    List<KeyPath> paths = Stream.of(unwrap).map(KeyPath::parse).toList();
    return new EventPolicy(ParserChoice.AUTO, raw, redaction, filter, paths, SchemaRules.DEFAULT);
  }

  private List<Record> rows() throws Exception {
    return harness.rows(TABLE).stream()
        .sorted(Comparator.comparing(row -> (Long) row.getField("log_position")))
        .toList();
  }

  private Type type(String column) {
    return harness.table(TABLE).schema().findType(column);
  }

  @Test
  void theObjectInTheStringIsColumnsAndOtherTextStaysText() throws Exception {
    harness.export("s", LOGIN, QUERY, TEXT);

    harness.ingest(TABLE, policy(RawText.UNPARSED, Redaction.NONE, null, "LOG"));

    assertThat(type("log.ms")).isEqualTo(Types.LongType.get());
    assertThat(type("log.sql")).isEqualTo(Types.StringType.get());
    assertThat(rows())
        .extracting(row -> row.getField("log") instanceof Record log ? log.getField("level") : null)
        .containsExactly("info", "warn", null);
    assertThat(rows())
        .extracting(row -> row.getField("log__string"))
        .containsExactly(null, null, "panic: {7}\n");
    assertThat(rows())
        .extracting(row -> row.getField("stream"))
        .containsExactly("stdout", "stderr", "stderr");
    assertThat(rows())
        .allSatisfy(row -> assertThat(row.getField("log_message")).isNull())
        .allSatisfy(row -> assertThat(row.getField("log_rescued")).isNull());
  }

  @Test
  void stringsInWhatWasAStringAreUnwrappedToo() throws Exception {
    harness.export("s", QUERY);

    harness.ingest(TABLE, policy(RawText.UNPARSED, Redaction.NONE, null, "log.sql", "log"));

    assertThat(type("log.sql.rows")).isEqualTo(Types.LongType.get());
  }

  @Test
  void filterDropAndMaskReachInside() throws Exception {
    Redaction redaction =
        Redaction.of(
            List.of(KeyPath.parse("log.password")),
            Map.of(KeyPath.parse("log.card"), Mask.LAST4),
            null);
    harness.export("s", LOGIN, DEBUG, "{\"log\":{\"password\":\"s3cret\"}}");

    IngestResult result =
        harness.ingest(
            TABLE,
            policy(RawText.UNPARSED, redaction, EventFilter.parse("log.level = 'debug'"), "log"));

    assertThat(result.counts().filtered()).isEqualTo(1);
    assertThat(result.counts().valuesDropped()).isEqualTo(2);
    assertThat(result.counts().valuesMasked()).isEqualTo(1);
    assertThat(type("log.password")).isNull();
    assertThat(type("log.noise")).isNull();
    assertThat(((Record) rows().get(0).getField("log")).getField("card")).isEqualTo("****1111");
    assertThat(rows().toString()).doesNotContain("s3cret");
  }

  /** The filter's log_message too is the text that arrived. */
  @Test
  void theRawTextIsWhatArrived() throws Exception {
    harness.export("s", LOGIN, QUERY, TEXT);

    IngestResult result =
        harness.ingest(
            TABLE,
            policy(
                RawText.ALWAYS,
                Redaction.NONE,
                EventFilter.parse("log_message like '%\\\\\"sql\\\\\"%'"),
                "log"));

    assertThat(result.counts().filtered()).isEqualTo(1);
    assertThat(rows()).extracting(row -> row.getField("log_message")).containsExactly(LOGIN, TEXT);
  }
}
