package io.firn.ingest;

import io.firn.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the next batch does, and why other objects are not in it.
 *
 * @param tasks the largest first
 * @param items what the tasks read; of each window the parts that they read
 * @param mixed the mixed objects that are read, by the number of the bundle that does
 * @param unsurveyed mixed objects of which it must be known first what they hold: there is no plan
 *     until then
 * @param settled windows that are to be recorded only: their parts have come in by themselves
 * @param refused objects that are in their table in another version, and windows that are there by
 *     others
 * @param present how many objects and windows are in their table already
 * @param quarantined how many wait in quarantine from earlier runs
 * @param held how many belong to other batches that are under way
 * @param left how many wait for a further batch, for windows that come in before them, or for the
 *     end of an export task
 */
record IngestPlan(
    List<IngestTask> tasks,
    List<Listed> items,
    Map<Integer, List<MixedItem>> mixed,
    List<Listed> unsurveyed,
    List<Listed> settled,
    List<RefusedObject> refused,
    int present,
    int quarantined,
    int held,
    int left) {
  static final IngestPlan NOTHING =
      new IngestPlan(List.of(), List.of(), Map.of(), List.of(), List.of(), List.of(), 0, 0, 0, 0);

  IngestPlan {
    tasks = List.copyOf(tasks);
    items = List.copyOf(items);
    mixed = Map.copyOf(mixed);
    unsurveyed = List.copyOf(unsurveyed);
    settled = List.copyOf(settled);
    refused = List.copyOf(refused);
  }

  /** Only what is to be surveyed. */
  static IngestPlan survey(List<Listed> unsurveyed) {
    return new IngestPlan(
        List.of(), List.of(), Map.of(), unsurveyed, List.of(), List.of(), 0, 0, 0, 0);
  }

  /** Whether there is nothing to read. */
  boolean isEmpty() {
    return tasks.isEmpty() && mixed.isEmpty();
  }

  /** Whether there is nothing to read since what no route takes fills the batch. */
  boolean hidesOthers() {
    return isEmpty()
        && left > 0
        && refused.stream().anyMatch(object -> object.kind() == RefusedObject.Kind.UNROUTED);
  }

  /** All mixed objects that are read. */
  List<MixedItem> mixedItems() {
    return mixed.values().stream().flatMap(List::stream).toList();
  }

  /** What goes to a table as wholes. */
  List<Listed> items(TableName table) {
    return items.stream().filter(item -> item.input().table().equals(table)).toList();
  }

  /** The tasks of each table, in the order of the tables' names. */
  Map<TableName, List<IngestTask>> tasksByTable() {
    Map<String, List<IngestTask>> byName = new TreeMap<>();
    tasks.forEach(
        task -> byName.computeIfAbsent(task.table().toString(), k -> new ArrayList<>()).add(task));
    Map<TableName, List<IngestTask>> sorted = new LinkedHashMap<>();
    byName.values().forEach(same -> sorted.put(same.get(0).table(), same));
    return sorted;
  }
}
