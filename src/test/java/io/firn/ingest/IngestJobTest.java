package io.firn.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.table.LogTables;
import io.firn.testing.SharedSpark;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class IngestJobTest {
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

  @Test
  void makesTheTableFromWhatTheBatchHolds() throws Exception {
    harness.export("a", "{\"status\":200,\"user\":{\"id\":\"u1\"}}", "not json");
    harness.export("b", "{\"status\":\"oops\",\"tags\":[\"x\",\"y\"]}", "{\"status\":201}");

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.objects()).isEqualTo(2);
    assertThat(result.counts().events()).isEqualTo(4);
    assertThat(result.refused()).isEmpty();
    assertThat(harness.rows("logs.orders")).hasSize(4);
    assertThat(names(harness))
        .containsSubsequence(
            "log_time", "log_message", "status", "status__string", "tags", "user", "log_account");
    assertThat(harness.ingest("logs.orders").found().present()).isEqualTo(2);
    assertThat(harness.rows("logs.orders")).hasSize(4);
  }

  @Test
  void evolvesTheTableInTheNextBatch() throws Exception {
    harness.export("a", "{\"status\":200}");
    harness.ingest("logs.orders");
    harness.export("b", "{\"status\":201}");
    harness.export("c", "{\"status\":202,\"user\":{\"id\":1}}");

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.tables().get(0).columns().added()).containsExactly("user.id");
    assertThat(harness.rows("logs.orders")).hasSize(3);
  }

  @Test
  void readsAgainOnlyTheObjectThatBringsANewKey() throws Exception {
    harness.export("first", "{\"n\":1}");
    harness.ingest("logs.orders");
    Random random = new Random(7);
    long inflated = 0;
    long inflatedOfNew = 0;
    for (int object = 0; object < 20; object++) {
      String[] messages = new String[600];
      for (int i = 0; i < messages.length; i++) {
        String key = object == 11 && i == 300 ? "fresh" : "n";
        messages[i] = "{\"" + key + "\":" + random.nextLong() + "}";
      }
      harness.export("s" + object, messages);
      long bytes = Arrays.stream(messages).mapToLong(m -> m.length() + 26L).sum();
      inflated += bytes;
      inflatedOfNew = object == 11 ? bytes : inflatedOfNew;
    }

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.objects()).isEqualTo(20);
    assertThat(result.reading().reruns()).isEqualTo(1);
    assertThat(result.reading().bytesInflated()).isEqualTo(inflated + inflatedOfNew);
    assertThat(result.tables().get(0).columns().added()).containsExactly("fresh");
  }

  @Test
  void refusesDamagedObjectsWholeAndTakesTheRest() throws Exception {
    byte[] whole = Files.readAllBytes(harness.export("good", "{\"a\":1}", "{\"a\":2}"));
    Files.delete(harness.export("cut", "{\"a\":3}"));
    harness.object("cut", Arrays.copyOf(whole, whole.length - 9));
    harness.object("bare", "no stamp here\n".getBytes(UTF_8));
    harness.object("bad", "lost\n2026-01-01T00:00:00.000Z {\"b\":1}\n".getBytes(UTF_8));

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.objects()).isEqualTo(2);
    assertThat(result.refusedEverything()).isFalse();
    assertThat(result.refused())
        .extracting(refused -> refused.object().key().replaceAll(".*/([^/]+)/000000.gz", "$1"))
        .containsExactlyInAnyOrder("cut", "bare");
    assertThat(harness.rows("logs.orders")).hasSize(3);
    assertThat(names(harness)).contains("a", "b");
    assertThat(result.counts().badRecords()).isEqualTo(1);
    assertThat(harness.rows("firn.quarantine"))
        .singleElement()
        .extracting(row -> row.getField("bytes"))
        .isEqualTo(ByteBuffer.wrap("lost\n".getBytes(UTF_8)));
    IngestResult next = harness.ingest("logs.orders");
    assertThat(next.found().quarantined()).isEqualTo(2);
    assertThat(next.refused()).isEmpty();
  }

  @Test
  void refusesAnObjectThatWasOverwritten() throws Exception {
    harness.export("a", "{\"a\":1}");
    harness.ingest("logs.orders");
    harness.export("a", "{\"a\":1}", "{\"a\":2}");

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.refused())
        .singleElement()
        .extracting(RefusedObject::reason)
        .asString()
        .contains("put the new version under another key");
    assertThat(harness.rows("logs.orders")).hasSize(1);
  }

  @Test
  void leavesNoTraceOfABatchThatIsRefusedWhole() throws Exception {
    harness.object("bare", "no stamp here\n".getBytes(UTF_8));

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.refused()).hasSize(1);
    assertThat(result.batches()).isEmpty();
    assertThat(result.refusedEverything()).isTrue();
    assertThat(harness.catalog.tableExists(LogTables.identifier(TableName.parse("logs.orders"))))
        .isFalse();
  }

  @Test
  void keepsTheExactBytesOfText() throws Exception {
    byte[] bytes = "2026-01-01T00:00:00.000Z a\u0000\u00ff\r\n  at x\n\n".getBytes(ISO_8859_1);
    harness.object("text", bytes);

    harness.ingest("logs.orders");

    Record row = harness.rows("logs.orders").get(0);
    assertThat(row.getField("log_message")).isEqualTo("a\u0000\ufffd\r\n  at x\n");
    assertThat((String) row.getField("log_rescued"))
        .isEqualTo(
            "[{\"path\":\"\",\"value\":\""
                + Base64.getEncoder()
                    .encodeToString("a\u0000\u00ff\r\n  at x\n".getBytes(ISO_8859_1))
                + "\",\"why\":\"bytes\"}]");
    assertThat(row.getField("log_stream")).isEqualTo("text");
    assertThat(row.getField("log_position")).isEqualTo(1L);
    assertThat(row.getField("log_account")).isEqualTo("123456789012");
    assertThat((String) row.getField("log_object")).startsWith("file:///").endsWith("000000.gz");
  }

  @Test
  void refusesATableThatIsNotFirns() throws Exception {
    harness.catalog.createNamespace(Namespace.of("logs"));
    harness.catalog.createTable(
        LogTables.identifier(TableName.parse("logs.orders")),
        new Schema(Types.NestedField.optional(1, "a", Types.StringType.get())));
    harness.export("a", "{\"a\":1}");

    assertThat(harness.ingest("logs.orders").tables())
        .singleElement()
        .extracting(TableResult::failure)
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .isInstanceOf(RefusedTableException.class)
        .hasMessageContaining("it was not made by firn");
  }

  private static List<String> names(IngestHarness harness) {
    return harness.table("logs.orders").schema().columns().stream()
        .map(Types.NestedField::name)
        .toList();
  }
}
