package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.policy.EventPolicy;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.BoundReached;
import io.firn.table.LogTables;
import io.firn.testing.SharedSpark;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What routes say of columns, through the whole job. */
@ExtendWith(SharedSpark.class)
class IngestSchemaTest {
  private static final String TABLE = "logs.orders";

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

  private static EventPolicy policy(SchemaRules rules) {
    EventPolicy plain = EventPolicy.PLAIN;
    return new EventPolicy(
        plain.parser(), plain.raw(), plain.redaction(), plain.filter(), List.of(), rules);
  }

  private static EventPolicy policy(Conflict conflict, Evolve evolve, int maxColumns) {
    SchemaRules base = SchemaRules.DEFAULT;
    return policy(
        new SchemaRules(
            conflict,
            evolve,
            new SchemaBounds(maxColumns, 8),
            base.maps(),
            base.nullValues(),
            base.columns()));
  }

  private boolean exists() {
    return harness.catalog.tableExists(LogTables.identifier(TableName.parse(TABLE)));
  }

  private List<String> columns() {
    return harness.table(TABLE).schema().columns().stream()
        .map(Types.NestedField::name)
        .filter(name -> !name.startsWith("log_"))
        .toList();
  }

  @Test
  void mapsJsonTextAndHintsAreColumnsOfARealTable() throws Exception {
    SchemaRules rules =
        SchemaRules.DEFAULT
            .with(List.of("ts"), Hint.TIMESTAMP_MILLIS, null)
            .with(List.of("latency"), Hint.DOUBLE, null)
            .with(List.of("raw"), Hint.JSON, null);
    harness.export(
        "s",
        "{\"labels\":{\"App/x\":\"a\",\"n\":1,\"none\":null},\"ts\":1767225600123,"
            + "\"latency\":\"2.5\",\"raw\":{\"a\":[1,{}]}}");

    IngestResult result = harness.ingest(TABLE, policy(rules));

    assertThat(result.counts().rescued()).isZero();
    Record row = harness.rows(TABLE).get(0);
    assertThat((Map<?, ?>) row.getField("labels")).hasToString("{App/x=a, n=1, none=null}");
    assertThat(row.getField("ts")).isEqualTo(LocalDateTime.parse("2026-01-01T00:00:00.123"));
    assertThat(row.getField("latency")).isEqualTo(2.5);
    assertThat(row.getField("raw__json")).isEqualTo("{\"a\":[1,{}]}");
    assertThat(harness.table(TABLE).properties().get("firn.names"))
        .contains("\"kind\":\"map\"", "\"hint\":\"timestamp(ms)\"", "\"hint\":\"json\"");
  }

  @Test
  void failLeavesNoTable() throws Exception {
    harness.export("s", "{\"a\":1}", "{\"a\":2}");
    harness.export("t", "{\"a\":3}", "{\"b\":1,\"a\":\"x\"}");

    IngestResult result = harness.ingest(TABLE, policy(Conflict.FAIL, Evolve.ADD, 100));

    assertThat(
            harness
                .preview(
                    IngestHarness.request(
                        IngestRequest.OnQuarantined.SKIP,
                        harness.input(
                            harness.landing, TABLE, policy(Conflict.FAIL, Evolve.ADD, 100))))
                .tables()
                .get(0)
                .problem()
                .orElseThrow())
        .hasMessageContaining("\"x\" in event 2 of");
    assertThat(result.objects()).isZero();
    assertThat(result.tables().get(0).problem().orElseThrow())
        .isInstanceOf(RefusedTableException.class)
        .hasMessageContainingAll(TABLE, "key a", "long", "\"x\" in event 2 of", "/t/000000.gz");
    assertThat(exists()).isFalse();
    assertThat(harness.ingest(TABLE).objects()).isEqualTo(2);
    assertThat(columns()).containsExactly("a", "a__string", "b");
  }

  @Test
  void failLeavesAnExistingTableAsItWas() throws Exception {
    harness.export("s", "{\"a\":1}");
    harness.ingest(TABLE);
    long before = harness.table(TABLE).currentSnapshot().snapshotId();
    harness.export("t", "{\"new\":1}", "{\"a\":{\"b\":1}}");

    IngestResult result = harness.ingest(TABLE, policy(Conflict.FAIL, Evolve.ADD, 100));

    assertThat(result.tables().get(0).problem().orElseThrow())
        .hasMessageContainingAll("key a", "{\"b\":1} in event 2 of", "/t/000000.gz");
    assertThat(columns()).containsExactly("a");
    assertThat(harness.table(TABLE).currentSnapshot().snapshotId()).isEqualTo(before);
    assertThat(harness.table(TABLE).refs()).containsOnlyKeys("main");
  }

  @Test
  void freezeStopsAtANewKeyAndOthersGoOn() throws Exception {
    EventPolicy frozen = policy(Conflict.VARIANT, Evolve.FREEZE, 100);
    harness.export("s", "{\"a\":1}");
    assertThat(harness.ingest(TABLE, frozen).objects()).isEqualTo(1);
    harness.export("t", "{\"a\":2}", "{\"c\":{\"d\":1}}");

    IngestResult result = harness.ingest(TABLE, frozen);

    assertThat(result.objects()).isZero();
    assertThat(result.tables().get(0).problem().orElseThrow())
        .hasMessageContainingAll("key c", "evolve: freeze", "event 2 of", "/t/000000.gz");
    assertThat(columns()).containsExactly("a");
  }

  @Test
  void evolveRescueKeepsTheSchemaAndReadsOnce() throws Exception {
    harness.export("s", "{\"a\":1}");
    harness.ingest(TABLE);
    int schema = harness.table(TABLE).schema().schemaId();
    harness.export("t", "{\"a\":2,\"c\":{\"d\":1}}", "{\"a\":3}");

    IngestResult result = harness.ingest(TABLE, policy(Conflict.VARIANT, Evolve.RESCUE, 100));

    assertThat(result.reading().reruns()).isZero();
    assertThat(result.counts().rescued()).isEqualTo(1);
    assertThat(harness.table(TABLE).schema().schemaId()).isEqualTo(schema);
    assertThat(harness.rows(TABLE))
        .extracting(row -> String.valueOf(row.getField("log_rescued")))
        .containsExactlyInAnyOrder(
            "null", "null", "[{\"path\":\"/c\",\"value\":{\"d\":1},\"why\":\"frozen\"}]");
  }

  @Test
  void aFullTableReadsOnceAndNamesWhatItHadNoRoomFor() throws Exception {
    EventPolicy small = policy(Conflict.VARIANT, Evolve.ADD, 2);
    harness.export("s", "{\"a\":1,\"b\":{\"x\":1}}");
    harness.ingest(TABLE, small);
    harness.export("t", "{\"a\":\"text\",\"c\":{\"d\":1}}", "{\"b\":{\"y\":1}}");

    IngestResult result = harness.ingest(TABLE, small);

    assertThat(result.reading().reruns()).isZero();
    assertThat(result.counts().rescued()).isEqualTo(2);
    assertThat(result.tables().get(0).columns().reached())
        .extracting(BoundReached::path)
        .containsExactly("a", "b.y", "c");
    assertThat(columns()).containsExactly("a", "b");
  }

  @Test
  void aHintThatContradictsAColumnIsRefused() throws Exception {
    harness.export("s", "{\"a\":{\"b\":\"x\"}}");
    harness.ingest(TABLE);
    harness.export("t", "{\"a\":{\"b\":\"1\"}}");
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("a", "b"), Hint.LONG, null);

    IngestResult result = harness.ingest(TABLE, policy(rules));

    assertThat(result.tables().get(0).problem().orElseThrow())
        .hasMessageContainingAll(
            "column a.b is string", "says long", "ALTER TABLE lake.logs.orders DROP COLUMN a.b\"");
  }

  @Test
  void aHintIsRememberedByTheTable() throws Exception {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("ms"), Hint.LONG, null);
    harness.export("s", "{\"ms\":\"1\"}");
    harness.ingest(TABLE, policy(rules));
    harness.export("t", "{\"ms\":\"2\"}");

    IngestResult result = harness.ingest(TABLE);

    assertThat(result.reading().reruns()).isZero();
    assertThat(harness.rows(TABLE))
        .extracting(row -> row.getField("ms"))
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void objectsBeyondTheBoundAreJsonTextInANewTableWithoutARerun() throws Exception {
    harness.export("s", "{\"a\":1,\"b\":{\"x\":1,\"y\":{\"z\":2}}}");

    IngestResult result = harness.ingest(TABLE, policy(Conflict.VARIANT, Evolve.ADD, 2));

    assertThat(result.reading().reruns()).isZero();
    assertThat(columns()).containsExactly("a", "b__json");
    assertThat(harness.rows(TABLE).get(0).getField("b__json"))
        .isEqualTo("{\"x\":1,\"y\":{\"z\":2}}");
  }

  @Test
  void routesOfOneTableMustAgreeOnRules() throws Exception {
    assertRefused(
        twoRoutes(EventPolicy.PLAIN, policy(Conflict.RESCUE, Evolve.ADD, 5)),
        "Cannot ingest into logs.orders: its routes have different rules for columns"
            + " (say the same in all routes of the table, or name another table)");
    assertThat(exists()).isFalse();
  }

  @Test
  void routesOfOneTableMustAgreeOnKeysToUnwrap() throws Exception {
    assertRefused(
        twoRoutes(unwrapping("log", "a.b"), unwrapping("log")),
        "Cannot ingest into logs.orders: its routes have different keys to unwrap"
            + " (say the same in all routes of the table, or name another table)");
    assertThat(exists()).isFalse();
  }

  @Test
  void routesAgreeWhereTheyUnwrapTheSameInAnotherOrderAndCase() throws Exception {
    IngestResult result = twoRoutes(unwrapping("LOG", "a.b"), unwrapping("a.B", "log"));

    assertThat(result.tables().get(0).problem()).isEmpty();
    assertThat(result.objects()).isEqualTo(2);
  }

  private static EventPolicy unwrapping(String... paths) {
    EventPolicy plain = EventPolicy.PLAIN;
    return new EventPolicy(
        plain.parser(),
        plain.raw(),
        plain.redaction(),
        plain.filter(),
        Stream.of(paths).map(KeyPath::parse).toList(),
        plain.schema());
  }

  private IngestResult twoRoutes(EventPolicy one, EventPolicy other) throws Exception {
    Path first = harness.export("first/s", "{\"a\":1}").getParent();
    Path second = harness.export("second/s", "{\"a\":2}").getParent();
    return harness.run(
        IngestHarness.request(
            IngestRequest.OnQuarantined.SKIP,
            harness.input(first, TABLE, one),
            harness.input(second, TABLE, other)));
  }

  private static void assertRefused(IngestResult result, String message) {
    assertThat(result.objects()).isZero();
    assertThat(result.tables()).hasSize(1);
    assertThat(result.tables().get(0).problem().orElseThrow())
        .isInstanceOf(RefusedTableException.class)
        .hasMessage(message);
  }

  @Test
  void aTableWithAWordOfANewerFirnIsRefused() throws Exception {
    SchemaRules rules = SchemaRules.DEFAULT.with(List.of("a"), Hint.LONG, null);
    harness.export("s", "{\"a\":1}");
    harness.ingest(TABLE, policy(rules));
    Table table = harness.table(TABLE);
    int id = table.schema().findField("a").fieldId();
    String names = table.properties().get("firn.names");
    table
        .updateProperties()
        .set("firn.names", names.replace("\"hint\":\"long\"", "\"hint\":\"uuid\""))
        .commit();
    harness.export("t", "{\"a\":2}");

    assertRefused(
        harness.ingest(TABLE, policy(rules)),
        "Cannot ingest into "
            + table.name()
            + ": Invalid table property firn.names: hint 'uuid' of field "
            + id
            + " (must be one of "
            + String.join(", ", Hint.spellings())
            + "; a newer Firn may have written it)");
  }

  @Test
  void namesThatEnginesKeepForThemselvesAreNotTaken() throws Exception {
    harness.export(
        "s", "{\"_file\":\"f\",\"_pos\":1,\"log_time_day\":\"d\",\"log_level\":\"INFO\"}");

    harness.ingest(TABLE);

    assertThat(harness.table(TABLE).schema().columns())
        .extracting(Types.NestedField::name)
        .contains("log_level")
        .doesNotContain("_file", "_pos", "log_time_day");
    assertThat(columns()).hasSize(2).allMatch(name -> name.matches("_(file|pos)_[0-9a-f]{6}"));
  }

  @Test
  void aNewTableHasOneSchema() throws Exception {
    for (int i = 10; i < 42; i++) {
      harness.export(
          "s" + i, i % 2 == 0 ? "{\"A\":1,\"B\":1}" : "{\"a\":\"x\",\"c\":2}", "{\"a\":\"y\"}");
    }

    IngestResult result = harness.ingest(TABLE);

    assertThat(result.objects()).isEqualTo(32);
    assertThat(columns()).containsExactly("a", "a__long", "b", "c");
    assertThat(harness.table(TABLE).schemas()).hasSize(1);
  }
}
