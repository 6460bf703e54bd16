package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
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
    assertThat(result.events()).isEqualTo(4);
    assertThat(result.refused()).isEmpty();
    assertThat(harness.rows("logs.orders")).hasSize(4);
    assertThat(names(harness))
        .containsSubsequence(
            "log_time", "log_message", "status", "status__string", "tags", "user", "log_account");
    assertThat(harness.ingest("logs.orders").present()).isEqualTo(2);
    assertThat(harness.rows("logs.orders")).hasSize(4);
  }

  @Test
  void evolvesTheTableInTheNextBatch() throws Exception {
    harness.export("a", "{\"status\":200}");
    harness.ingest("logs.orders");
    harness.export("b", "{\"status\":201}");
    harness.export("c", "{\"status\":202,\"user\":{\"id\":1}}");

    IngestResult result = harness.ingest("logs.orders");

    assertThat(result.columnsAdded()).containsExactly("user.id");
    assertThat(harness.rows("logs.orders")).hasSize(3);
  }

  private static List<String> names(IngestHarness harness) {
    return harness.table("logs.orders").schema().columns().stream()
        .map(Types.NestedField::name)
        .toList();
  }
}
