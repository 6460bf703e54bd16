package io.firn.shred;

import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.shred.Shredder.OnNew;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.Schema;

/**
 * A batch's first round as tasks do it: they write along the columns before the batch, and observe
 * objects of new tables whole and others from the first value on that needs a column.
 */
final class FirstRound {
  private final Struct payload;
  private final Schema schema;
  private final SchemaRules rules;
  private final boolean createsTable;
  private final OnNew onNew;

  /** A task's objects, and how it went. */
  record Task(List<List<byte[]>> objects, boolean complete, BitSet written, Observation observed) {
    List<byte[]> messages() {
      return objects.stream().flatMap(List::stream).toList();
    }

    boolean wroteAnyOf(Set<Integer> ids) {
      return ids.stream().anyMatch(written::get);
    }
  }

  private FirstRound(Struct payload, Schema schema, SchemaRules rules, boolean createsTable) {
    this.payload = payload;
    this.schema = schema;
    this.rules = rules;
    this.createsTable = createsTable;
    boolean full = !createsTable && SchemaDecision.isFull(payload, rules);
    this.onNew = full ? OnNew.STOP_IF_KNOWN : OnNew.STOP;
  }

  /** Into a table that the batch makes, with columns that are a guess. */
  static FirstRound ofNewTable(Struct guess, Schema schema, SchemaRules rules) {
    return new FirstRound(guess, schema, rules, true);
  }

  static FirstRound ofTable(Struct columns, Schema schema, SchemaRules rules) {
    return new FirstRound(columns, schema, rules, false);
  }

  /** The objects in one to eight tasks, in any order. */
  List<Task> inTasks(List<List<byte[]>> objects, Random random) {
    List<List<byte[]>> shuffled = new ArrayList<>(objects);
    Collections.shuffle(shuffled, random);
    int tasks = 1 + random.nextInt(8);
    List<List<List<byte[]>>> parts = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      parts.add(new ArrayList<>());
    }
    shuffled.forEach(object -> parts.get(random.nextInt(tasks)).add(object));
    return parts.stream().filter(part -> !part.isEmpty()).map(this::run).toList();
  }

  /** What the tasks saw, in any order. */
  static Observation observed(List<Task> tasks, Random random) {
    List<Task> shuffled = new ArrayList<>(tasks);
    Collections.shuffle(shuffled, random);
    Observation merged = new Observation();
    shuffled.forEach(task -> merged.merge(task.observed()));
    return merged;
  }

  StoredEvents storing() {
    return new StoredEvents(payload, schema, rules, onNew);
  }

  private Task run(List<List<byte[]>> objects) {
    StoredEvents storing = storing();
    Observation observed = new Observation();
    boolean writing = true;
    for (List<byte[]> object : objects) {
      int observedFrom = createsTable || !writing ? 0 : object.size();
      for (int i = 0; i < object.size() && writing; i++) {
        if (storing.store(object.get(i), schema).isEmpty()) {
          writing = false;
          observedFrom = Math.min(observedFrom, i);
        }
      }
      List<byte[]> rest = object.subList(observedFrom, object.size());
      observed.merge(StoredEvents.observed(observer(), rest));
    }
    return new Task(objects, writing, storing.writtenFieldIds(), observed);
  }

  private Observer observer() {
    return createsTable
        ? Observer.ofEverything(rules, "o")
        : Observer.beside(payload, schema, rules, "o");
  }
}
