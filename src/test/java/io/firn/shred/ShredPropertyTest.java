package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.policy.SchemaRules;
import io.firn.schema.Column;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.IcebergTypes;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.schema.SchemaEvolution;
import io.firn.shred.Shredder.OnNew;
import io.firn.testing.EventRebuilder;
import io.firn.testing.EventRebuilder.Stored;
import io.firn.testing.RandomEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the messages: columns, JSON text and rescued hold them all, batch after batch. */
class ShredPropertyTest {
  private static final long FIRST_SEED = Long.getLong("firn.seed", 1);
  private static final int TRIALS = Integer.getInteger("firn.trials", 75);

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private int tables;
  private String trial = "";

  @BeforeEach
  void openCatalog() {
    catalog.initialize("lake", Map.of());
    catalog.createNamespace(Namespace.of("logs"));
  }

  @AfterEach
  void closeCatalog() throws Exception {
    catalog.close();
  }

  @Test
  void everyBatchReadsBackAsItWas() {
    int objects = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRIALS; seed++) {
      trial = "seed " + seed + ": ";
      Random random = new Random(seed);
      RandomEvents source = new RandomEvents(random);
      List<byte[]> first = source.batch(20 + random.nextInt(41));
      Table table = create(first);
      objects += objectsIn(first);
      for (int batch = 2; batch <= 4; batch++) {
        source.learn(random.nextInt(4));
        List<byte[]> next = source.batch(20 + random.nextInt(41));
        addBatch(table, next, "b" + batch);
        objects += objectsIn(next);
      }
    }
    assertThat(objects).isGreaterThan(Math.min(10_000, TRIALS * 100));
  }

  private static int objectsIn(List<byte[]> batch) {
    JsonTape tape = new JsonTape();
    return (int) batch.stream().filter(m -> tape.read(m, 0, m.length)).count();
  }

  private Table create(List<byte[]> batch) {
    Struct decided = StoredEvents.decided(batch);
    Transaction transaction = transaction(decided);
    Struct columns = IcebergTypes.withIds(decided, transaction.table().schema());
    transaction
        .updateProperties()
        .set(ColumnMapping.PROPERTY, ColumnMapping.write(columns))
        .commit();
    transaction.commitTransaction();
    Table table = newest();
    holdsAll(table, columns, batch);
    return table;
  }

  private Table newest() {
    return catalog.loadTable(TableIdentifier.of("logs", "t" + tables));
  }

  private Transaction transaction(Struct columns) {
    Schema schema = IcebergTypes.schema(columns);
    return catalog
        .buildTable(TableIdentifier.of("logs", "t" + ++tables), schema)
        .withPartitionSpec(PartitionSpec.builderFor(schema).day("log_time").build())
        .createTransaction();
  }

  /** Each event fits the columns that were decided for it, and reads back. */
  private void holdsAll(Table table, Struct columns, List<byte[]> batch) {
    Struct read = mapped(table);
    assertThat(read.columns()).as(trial + "firn.names").isEqualTo(columns.columns());
    StoredEvents storing = new StoredEvents(columns, table.schema(), OnNew.STOP);
    EventRebuilder rebuilder = new EventRebuilder(read);
    for (byte[] message : batch) {
      Optional<Stored> stored = storing.store(message, table.schema());
      assertThat(stored).as(trial + "needs a column: " + show(message)).isPresent();
      assertSame(rebuilder, stored.get(), message);
    }
  }

  private static Struct mapped(Table table) {
    return ColumnMapping.read(table.schema(), table.properties().get(ColumnMapping.PROPERTY));
  }

  private void assertSame(EventRebuilder rebuilder, Stored stored, byte[] message) {
    assertThat(rebuilder.difference(stored, message).orElse("")).as(trial + "difference").isEmpty();
  }

  private void addBatch(Table table, List<byte[]> batch, String name) {
    Struct before = mapped(table);
    oldColumnsHoldWhatTheyCan(table, before, batch);
    stopsExactlyWhereAColumnIsMissing(table, before, batch);
    Observer observer = Observer.beside(before, table.schema(), SchemaRules.DEFAULT, "o");
    Struct decided =
        SchemaDecision.decide(
                before, StoredEvents.observed(observer, batch), SchemaRules.DEFAULT, name)
            .columns();
    Transaction transaction = table.newTransaction();
    Struct columns = new SchemaEvolution(transaction, before, decided).evolve();
    transaction.commitTransaction();
    table.refresh();
    assertThat(SchemaDecision.lostIds(before, columns)).as(trial + "lost").isEmpty();
    holdsAll(table, columns, batch);
  }

  private void oldColumnsHoldWhatTheyCan(Table table, Struct columns, List<byte[]> batch) {
    StoredEvents storing = new StoredEvents(columns, table.schema(), OnNew.RESCUE);
    EventRebuilder rebuilder = new EventRebuilder(columns);
    for (byte[] message : batch) {
      assertSame(rebuilder, storing.store(message, table.schema()).orElseThrow(), message);
    }
  }

  private void stopsExactlyWhereAColumnIsMissing(Table table, Struct columns, List<byte[]> batch) {
    StoredEvents storing = new StoredEvents(columns, table.schema(), OnNew.STOP);
    for (int i = 0; i < batch.size(); i += 2) {
      byte[] message = batch.get(i);
      Observer observer = Observer.beside(columns, table.schema(), SchemaRules.DEFAULT, "o");
      Observation observed = StoredEvents.observed(observer, List.of(message));
      Struct needed = SchemaDecision.decide(columns, observed, SchemaRules.DEFAULT, "b").columns();
      assertThat(storing.store(message, table.schema()).isEmpty())
          .as(
              "%sneeds columns: %s adds %s",
              trial,
              show(message),
              SchemaDecision.addedColumns(columns, needed, EnumSet.allOf(Column.Kind.class)))
          .isEqualTo(!needed.equals(columns));
    }
  }

  private static String show(byte[] message) {
    return new String(message, UTF_8);
  }

  @Test
  void theDecisionKnowsNoOrderAndNoTasks() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRIALS / 4; seed++) {
      Random random = new Random(seed);
      List<byte[]> batch = new RandomEvents(random).batch(40);
      Struct decided = StoredEvents.decided(batch);
      for (int shuffle = 0; shuffle < 20; shuffle++) {
        List<byte[]> shuffled = new ArrayList<>(batch);
        Collections.shuffle(shuffled, random);
        assertThat(decidedInTasks(shuffled, random)).as("seed " + seed).isEqualTo(decided);
      }
    }
  }

  private static Struct decidedInTasks(List<byte[]> batch, Random random) {
    List<Observation> tasks = new ArrayList<>();
    for (int from = 0; from < batch.size(); ) {
      int to = Math.min(batch.size(), from + 1 + random.nextInt(20));
      tasks.add(
          StoredEvents.observed(
              Observer.ofEverything(SchemaRules.DEFAULT, "o"), batch.subList(from, to)));
      from = to;
    }
    Collections.shuffle(tasks, random);
    Observation merged = new Observation();
    tasks.forEach(merged::merge);
    return SchemaDecision.decide(Struct.EMPTY, merged, SchemaRules.DEFAULT, "b1").columns();
  }

  @Test
  void filesWrittenWithGuessedColumnsStayGood() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRIALS; seed++) {
      trial = "seed " + seed + ": ";
      Random random = new Random(seed);
      List<byte[]> batch = new RandomEvents(random).batch(40);
      Collections.shuffle(batch, random);
      createFromGuess(batch.subList(0, 1 + random.nextInt(20)), batch);
    }
  }

  private void createFromGuess(List<byte[]> sample, List<byte[]> batch) {
    Struct guess = StoredEvents.decided(sample);
    Transaction transaction = transaction(guess);
    Schema guessed = transaction.table().schema();
    Struct provisional = IcebergTypes.withIds(guess, guessed);
    Struct decided = StoredEvents.decided(batch);
    Struct reconciled = SchemaDecision.reconcile(decided, provisional);
    Struct columns = new SchemaEvolution(transaction, provisional, reconciled).create();
    transaction.commitTransaction();
    Table table = newest();

    assertThat(columnNames(table.schema())).as(trial + "order").isEqualTo(expectedNames(decided));
    assertThat(withoutIds(mapped(table))).as(trial + "mapping").isEqualTo(withoutIds(decided));
    keptFieldsAreTheSame(guessed, table.schema(), provisional, columns);
    keptFilesReadBack(provisional, guessed, table, batch, columns);
    holdsAll(table, mapped(table), batch);
  }

  private static String withoutIds(Struct struct) {
    return struct.columns().toString().replaceAll("(id|elementId|keyId|valueId)=(\\d+|null)", "");
  }

  private static List<String> columnNames(Schema schema) {
    return schema.columns().stream().map(Types.NestedField::name).toList();
  }

  private static List<String> expectedNames(Struct decided) {
    List<String> names = new ArrayList<>(List.of("log_time", "log_group", "log_stream"));
    names.add("log_message");
    decided.columns().stream().map(column -> column.name()).sorted().forEach(names::add);
    names.addAll(List.of("log_account", "log_region", "log_id", "log_digest", "log_rescued"));
    names.addAll(List.of("log_time_source", "log_object", "log_position", "log_batch"));
    return names;
  }

  private void keptFieldsAreTheSame(Schema guessed, Schema now, Struct before, Struct after) {
    var lost = SchemaDecision.lostIds(before, after);
    for (Types.NestedField field : Types.StructType.of(guessed.columns()).fields()) {
      Types.NestedField kept = now.findField(field.fieldId());
      if (lost.contains(field.fieldId())) {
        assertThat(kept).as(trial + field).isNull();
      } else if (field.type().isPrimitiveType()) {
        assertThat(kept.type()).as(trial + field).isEqualTo(field.type());
      } else {
        assertThat(kept.type().typeId()).as(trial + field).isEqualTo(field.type().typeId());
      }
    }
  }

  /** What a task wrote by guess counts if none of its field ids is gone. */
  private void keptFilesReadBack(
      Struct provisional, Schema guessed, Table table, List<byte[]> batch, Struct columns) {
    var lost = SchemaDecision.lostIds(provisional, columns);
    EventRebuilder rebuilder = new EventRebuilder(mapped(table));
    for (byte[] message : batch) {
      StoredEvents storing = new StoredEvents(provisional, guessed, OnNew.STOP);
      Optional<Stored> stored = storing.store(message, table.schema());
      boolean kept = storing.writtenFieldIds().stream().noneMatch(lost::contains);
      if (stored.isPresent() && kept) {
        assertSame(rebuilder, stored.get(), message);
      }
    }
  }
}
