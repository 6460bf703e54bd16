package io.firn.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.IcebergTypes;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.schema.SchemaEvolution;
import io.firn.shred.FirstRound.Task;
import io.firn.shred.Shredder.OnNew;
import io.firn.testing.EventRebuilder;
import io.firn.testing.EventRebuilder.Stored;
import io.firn.testing.RandomEvents;
import io.firn.testing.TableBounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever the messages and whatever a route says of their columns: batches in two rounds, from a
 * guess on, hold them all within the bounds, and their schemas know no order and no tasks.
 */
class RulesPropertyTest {
  private static final long FIRST_SEED = Long.getLong("firn.seed", 1);
  private static final int TRIALS = Integer.getInteger("firn.trials", 75);
  private static final int SHUFFLES = 20;

  /** What the trials must have met to prove anything. */
  private static final List<String> TO_MEET =
      List.of(
          "TextMap",
          "hint=TIMESTAMP",
          "hint=STRING",
          "kind=JSON",
          "kind=VARIANT",
          "\"why\":\"bytes\"",
          "\"why\":\"duplicate\"",
          "\"why\":\"frozen\"",
          "\"why\":\"budget\"",
          "\"why\":\"type\"");

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Set<String> met = new HashSet<>();
  private int tables;
  private String trial = "";
  private Random random = new Random();
  private SchemaRules rules = SchemaRules.DEFAULT;

  @BeforeEach
  void openCatalog() {
    catalog.initialize("lake", Map.of());
    catalog.createNamespace(Namespace.of("logs"));
  }

  @AfterEach
  void closeCatalog() throws Exception {
    catalog.close();
  }

  private RandomEvents begin(long seed) {
    random = new Random(seed);
    RandomEvents source = new RandomEvents(random);
    rules = new RandomRules(random, source.keys()).next();
    trial = "seed " + seed + ", " + rules + ": ";
    return source;
  }

  private List<List<byte[]>> objects(RandomEvents source) {
    List<List<byte[]>> objects = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      objects.add(source.batch(1 + random.nextInt(80 / count)));
    }
    return objects;
  }

  @Test
  void everyBatchReadsBackUnderAnyRules() {
    int messages = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRIALS; seed++) {
      RandomEvents source = begin(seed);
      List<List<byte[]>> first = objects(source);
      Table table = create(first);
      messages += count(first);
      for (int batch = 2; batch <= 5; batch++) {
        source.learn(random.nextInt(4));
        List<List<byte[]>> next = objects(source);
        addBatch(table, next, "b" + batch);
        messages += count(next);
      }
    }
    assertThat(messages).isGreaterThan(Math.min(10_000, TRIALS * 100));
    assertThat(met).containsAll(TRIALS < 50 ? List.of() : TO_MEET);
  }

  private void meet(String text) {
    TO_MEET.stream().filter(text::contains).forEach(met::add);
  }

  private static int count(List<List<byte[]>> objects) {
    return objects.stream().mapToInt(List::size).sum();
  }

  private Table create(List<List<byte[]>> objects) {
    SchemaRules ofNew = rules.ofNewTable();
    Struct guess = guess(objects, ofNew);
    Transaction transaction = transaction(guess);
    Schema guessed = transaction.table().schema();
    Struct provisional = IcebergTypes.withIds(guess, guessed);
    FirstRound round = FirstRound.ofNewTable(provisional, guessed, ofNew);
    List<Task> tasks = round.inTasks(objects, random);
    Struct decided = decide(Struct.EMPTY, FirstRound.observed(tasks, random), ofNew, "b1");
    Struct columns =
        new SchemaEvolution(
                transaction, provisional, SchemaDecision.reconcile(decided, provisional))
            .create();
    transaction.commitTransaction();
    Table table = catalog.loadTable(TableIdentifier.of("logs", "t" + tables));
    Set<Integer> lost = SchemaDecision.lostIds(provisional, columns);
    holdsAll(table, ofNew, round, tasks, lost);
    return table;
  }

  private Struct guess(List<List<byte[]>> objects, SchemaRules ofNew) {
    List<byte[]> all = objects.stream().flatMap(List::stream).toList();
    List<byte[]> sample = all.subList(0, random.nextInt(1 + Math.min(20, all.size())));
    return StoredEvents.decided(sample, ofNew).columns();
  }

  private static Struct decide(
      Struct committed, Observation observed, SchemaRules rules, String batch) {
    return SchemaDecision.decide(committed, observed, rules, batch).columns();
  }

  private Transaction transaction(Struct columns) {
    Schema schema = IcebergTypes.schema(columns);
    return catalog
        .buildTable(TableIdentifier.of("logs", "t" + ++tables), schema)
        .withPartitionSpec(PartitionSpec.builderFor(schema).day("log_time").build())
        .createTransaction();
  }

  private void addBatch(Table table, List<List<byte[]>> objects, String batch) {
    Struct before = mapped(table);
    FirstRound round = FirstRound.ofTable(before, table.schema(), rules);
    List<Task> tasks = round.inTasks(objects, random);
    Struct decided = decide(before, FirstRound.observed(tasks, random), rules, batch);
    Transaction transaction = table.newTransaction();
    Struct columns = new SchemaEvolution(transaction, before, decided).evolve();
    transaction.commitTransaction();
    table.refresh();
    assertThat(SchemaDecision.lostIds(before, columns)).as(trial + "lost").isEmpty();
    holdsAll(table, rules, round, tasks, Set.of());
  }

  /** Tasks whose files fit the decided columns keep them; the others run again. */
  private void holdsAll(
      Table table, SchemaRules under, FirstRound round, List<Task> tasks, Set<Integer> lost) {
    TableBounds.assertWithin(table.schema(), rules.bounds(), trial);
    Struct columns = mapped(table);
    EventRebuilder rebuilder = new EventRebuilder(columns, under);
    meet(columns.toString());
    for (Task task : tasks) {
      boolean kept = task.complete() && !task.wroteAnyOf(lost);
      StoredEvents storing =
          kept ? round.storing() : new StoredEvents(columns, table.schema(), under, OnNew.RESCUE);
      for (byte[] message : task.messages()) {
        Stored stored = storing.store(message, table.schema()).orElseThrow();
        meet(String.valueOf(stored.rescued()));
        assertThat(rebuilder.difference(stored, message).orElse(""))
            .as(trial + (kept ? "kept" : "again") + ": difference")
            .isEmpty();
      }
    }
  }

  private static Struct mapped(Table table) {
    return ColumnMapping.read(table.schema(), table.properties().get(ColumnMapping.PROPERTY));
  }

  @Test
  void theDecisionKnowsNoOrderAndNoTasks() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRIALS / 2; seed++) {
      RandomEvents source = begin(seed);
      List<List<byte[]>> first = objects(source);
      Table table = create(first);
      FirstRound creating = FirstRound.ofNewTable(Struct.EMPTY, table.schema(), rules.ofNewTable());
      isDecidedAlike(creating, Struct.EMPTY, first, rules.ofNewTable());
      source.learn(4);
      Struct before = mapped(table);
      FirstRound adding = FirstRound.ofTable(before, table.schema(), rules);
      isDecidedAlike(adding, before, objects(source), rules);
      isDecidedAlike(adding, before, quiet(first, source), rules);
    }
  }

  /** Of most objects the table knows all, so that tasks begin to observe late or never. */
  private List<List<byte[]>> quiet(List<List<byte[]>> known, RandomEvents source) {
    List<List<byte[]>> objects = new ArrayList<>();
    for (List<byte[]> object : known) {
      List<byte[]> more = new ArrayList<>(object.subList(0, Math.min(2, object.size())));
      more.addAll(source.slight(random.nextInt(4)));
      objects.add(more);
    }
    return objects;
  }

  private void isDecidedAlike(
      FirstRound round, Struct committed, List<List<byte[]>> objects, SchemaRules under) {
    Struct once = decided(round, committed, objects, under);
    for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      assertThat(decided(round, committed, objects, under)).as(trial).isEqualTo(once);
    }
  }

  private Struct decided(
      FirstRound round, Struct committed, List<List<byte[]>> objects, SchemaRules under) {
    List<Task> tasks = round.inTasks(objects, random);
    return decide(committed, FirstRound.observed(tasks, random), under, "b");
  }
}
