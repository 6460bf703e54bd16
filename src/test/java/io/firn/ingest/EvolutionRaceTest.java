package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.parse.JsonTape;
import io.firn.parse.ParserChoice;
import io.firn.policy.SchemaRules;
import io.firn.schema.Column;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that opened a table at the same time change its columns one after the other. */
@ExtendWith(SharedSpark.class)
final class EvolutionRaceTest {
  private static final TableName NAME = TableName.parse("logs.orders");

  @TempDir Path directory;
  private IngestHarness harness;
  private TargetTable first;
  private TargetTable second;
  private TargetTable third;

  @BeforeEach
  void open(SparkSession spark) throws Exception {
    harness = new IngestHarness(directory.toRealPath(), spark);
    harness.export("s", "{\"n\":1}");
    harness.ingest(NAME.toString());
    first = existing(1);
    second = existing(2);
    third = existing(3);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void neitherForgetsTheOthersColumn() {
    first.settle(observed("{\"y\":1}"));
    second.settle(observed("{\"x\":\"t\"}"));
    assertThat(names()).containsExactlyInAnyOrder("n", "x", "y");
    third.settle(observed("{\"y\":2,\"x\":\"u\"}"));
    assertThat(names()).containsExactlyInAnyOrder("n", "x", "y");
  }

  @Test
  void sameColumnIsAddedOnce() {
    first.settle(observed("{\"y\":1}"));
    second.settle(observed("{\"y\":2}"));
    assertThat(names()).containsExactlyInAnyOrder("n", "y");
  }

  /** The second has a sibling for what the first made a number. */
  @Test
  void laterTypeIsAVariant() {
    first.settle(observed("{\"y\":1}"));
    second.settle(observed("{\"y\":\"t\"}"));
    assertThat(names()).containsExactlyInAnyOrder("n", "y", "y__string");
  }

  /** So that no other change of the columns can land beside it unseen. */
  @Test
  void aNewSpellingIsAChangeOfTheSchema() {
    int before = harness.table(NAME.toString()).schema().schemaId();
    first.settle(observed("{\"N\":2}"));
    Table table = harness.table(NAME.toString());
    assertThat(names()).containsExactly("n");
    assertThat(table.schema().findField("n").doc()).isEqualTo("N, n");
    assertThat(table.schema().schemaId()).isNotEqualTo(before);
    second.settle(observed("{\"N\":3,\"n\":4}"));
    assertThat(harness.table(NAME.toString()).schema().schemaId())
        .isEqualTo(table.schema().schemaId());
  }

  /** Payload columns that firn.names knows the keys of. */
  private List<String> names() {
    Table table = harness.table(NAME.toString());
    Struct columns =
        ColumnMapping.read(table.schema(), table.properties().get(ColumnMapping.PROPERTY));
    assertThat(columns.foreign()).allMatch(name -> name.startsWith("log_"));
    return columns.columns().stream().map(Column::name).toList();
  }

  private TargetTable existing(int salt) {
    BatchId batch = BatchId.of(IngestHarness.START, salt);
    return TargetTable.existing(
        harness.catalog, NAME, batch, ParserChoice.AUTO, SchemaRules.DEFAULT);
  }

  private static Observation observed(String message) {
    Observer observer = Observer.ofEverything(SchemaRules.DEFAULT, "");
    JsonTape tape = new JsonTape();
    byte[] bytes = message.getBytes(UTF_8);
    assertThat(tape.read(bytes, 0, bytes.length)).isTrue();
    observer.observe(tape, 1);
    return observer.observation();
  }
}
