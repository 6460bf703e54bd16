package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.schema.BoundReached;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.schema.SchemaDecision.Decided;
import io.firn.shred.Observer;
import io.firn.testing.SharedSpark;
import io.firn.testing.TableBounds;
import io.firn.testing.TortureEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The worst that events can do to a table: it stays within its bounds and loses nothing. */
@ExtendWith(SharedSpark.class)
class TortureTest {
  private static final String TABLE = "logs.torture";

  /** Of a task's report to the driver. */
  private static final int MOST_REPORT = 20 << 20;

  @TempDir Path directory;

  @Test
  void everythingIsFoundAgainWithinAllBounds(SparkSession spark) throws Exception {
    try (IngestHarness harness = new IngestHarness(directory.toRealPath(), spark)) {
      TortureEvents events = TortureEvents.write(harness.landing);

      IngestResult result = harness.ingest(TABLE);

      assertThat(result.refused()).isEmpty();
      assertThat(result.counts().events()).isEqualTo(TortureEvents.EVENTS);
      holdsAll(harness.table(TABLE), events);
      String metadata = metadata(harness.table(TABLE));
      assertThat(harness.ingest(TABLE).batches()).isEmpty();
      assertThat(metadata(harness.table(TABLE))).isEqualTo(metadata);
    }
  }

  private static void holdsAll(Table table, TortureEvents events) throws IOException {
    TableBounds.assertWithin(table.schema(), SchemaBounds.DEFAULT, TABLE);
    RebuiltRows.assertSame(table, SchemaRules.DEFAULT, events.byObject(), TABLE);
  }

  private static String metadata(Table table) {
    return ((BaseTable) table).operations().current().metadataFileLocation();
  }

  @Test
  @Tag("long")
  void objectsOf900000KeysAreFoundAgainToo(SparkSession spark) throws Exception {
    try (IngestHarness harness = new IngestHarness(directory.toRealPath(), spark)) {
      TortureEvents events = TortureEvents.writeWide(harness.landing);

      assertThat(harness.ingest(TABLE).counts().events()).isEqualTo(2);

      holdsAll(harness.table(TABLE), events);
    }
  }

  @Test
  void anObjectOf900000KeysIsObservedUpToABound() throws IOException {
    Decided root = observed(TortureEvents.wide());
    assertThat(root.columns().columns()).hasSize(SchemaBounds.DEFAULT.maxColumns());
    assertThat(root.reached()).allMatch(r -> r.bound() == BoundReached.Bound.MAX_COLUMNS);

    Decided nested = observed("{\"ids\":" + TortureEvents.wide() + "}");
    assertThat(nested.columns().columns()).hasSize(1);
    assertThat(nested.columns().columns().get(0).type().suffix()).isEqualTo("map");
  }

  @Test
  void soAre900000KeysOfManyEventsAndPaths() throws IOException {
    String[] messages =
        IntStream.range(0, 9_000)
            .mapToObj(
                event ->
                    IntStream.range(0, 100)
                        .mapToObj(i -> "\"k" + event + "_" + i + "\":" + i)
                        .collect(Collectors.joining(",", "{\"o" + event + "\":{", "}}")))
            .toArray(String[]::new);

    assertThat(observed(messages).columns().columns())
        .hasSizeBetween(900, SchemaBounds.DEFAULT.maxColumns())
        .extracting(column -> column.type().suffix())
        .containsOnly("string", "struct");
  }

  /** What a new table would be, from a report of bounded size. */
  private static Decided observed(String... messages) throws IOException {
    Observer observer = Observer.ofEverything(SchemaRules.DEFAULT, "object");
    JsonTape tape = new JsonTape();
    for (String message : messages) {
      byte[] bytes = message.getBytes(UTF_8);
      assertThat(tape.read(bytes, 0, bytes.length)).isTrue();
      observer.observe(tape, 1);
    }
    Observation observed = observer.observation();
    assertThat(serialized(observed)).isLessThan(MOST_REPORT);
    return SchemaDecision.decide(Struct.EMPTY, observed, SchemaRules.DEFAULT, "b1");
  }

  private static int serialized(Observation observed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(observed);
    }
    return bytes.size();
  }
}
