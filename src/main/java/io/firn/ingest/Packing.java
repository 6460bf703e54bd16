package io.firn.ingest;

import io.firn.TableName;
import io.firn.policy.EventPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs what a batch reads into tasks, and tasks into bundles. */
final class Packing {
  /** Tasks for every slot: what a schema change makes read again stays small. */
  private static final int TASKS_PER_SLOT = 10;

  /** A bundle of mixed objects makes a file for each of many tables: fewer are better. */
  private static final int MIXED_BUNDLES_PER_SLOT = 3;

  /** So few objects each have a task of their own, however small. */
  private static final int FEW_OBJECTS = 32;

  private static final long MIN_TASK_BYTES = 1L << 20;
  private static final long MAX_TASK_BYTES = 32L << 20;
  private static final long MAX_MIXED_BYTES = 256L << 20;

  private final int slots;
  private final List<IngestTask> tasks = new ArrayList<>();
  private final Map<Integer, List<MixedItem>> mixed = new LinkedHashMap<>();
  private int next;

  /** For a cluster that runs {@code slots} tasks at once. */
  Packing(int slots) {
    this.slots = slots;
  }

  List<IngestTask> tasks() {
    return List.copyOf(tasks);
  }

  /** By the number of their bundle. */
  Map<Integer, List<MixedItem>> mixed() {
    return mixed;
  }

  /** A task is of one table and policy; neighbours in the order of keys share one, as days. */
  void pack(List<Listed> items) {
    long target = target(items);
    Map<Lane, List<PlannedObject>> lanes = new LinkedHashMap<>();
    for (Listed item : items) {
      lanes.computeIfAbsent(Lane.of(item), key -> new ArrayList<>()).addAll(item.planned());
    }
    lanes.forEach(
        (lane, planned) ->
            bins(planned, target)
                .forEach(
                    bin -> {
                      int number = next++;
                      tasks.add(new IngestTask(number, number, lane.table, lane.policy, bin));
                    }));
  }

  /** A bundle of mixed objects has a task for each table and policy that takes shares of them. */
  void packMixed(List<MixedItem> items) {
    long total = items.stream().mapToLong(item -> item.item().bytes()).sum();
    long even = total / ((long) slots * MIXED_BUNDLES_PER_SLOT);
    long target = Math.max(MIN_TASK_BYTES, Math.min(MAX_MIXED_BYTES, even));
    List<MixedItem> bin = new ArrayList<>();
    long bytes = 0;
    for (MixedItem item : items) {
      if (!bin.isEmpty() && bytes + item.item().bytes() > target) {
        addBundle(bin);
        bin = new ArrayList<>();
        bytes = 0;
      }
      bin.add(item);
      bytes += item.item().bytes();
    }
    if (!bin.isEmpty()) {
      addBundle(bin);
    }
  }

  private void addBundle(List<MixedItem> items) {
    int bundle = next++;
    mixed.put(bundle, List.copyOf(items));
    Map<Lane, List<PlannedObject>> lanes = new LinkedHashMap<>();
    for (MixedItem item : items) {
      for (Listed share : item.shares()) {
        lanes.computeIfAbsent(Lane.of(share), key -> new ArrayList<>()).addAll(share.planned());
      }
    }
    lanes.forEach(
        (lane, planned) ->
            tasks.add(new IngestTask(next++, bundle, lane.table, lane.policy, planned)));
  }

  private static List<List<PlannedObject>> bins(List<PlannedObject> objects, long target) {
    List<List<PlannedObject>> bins = new ArrayList<>();
    List<PlannedObject> bin = new ArrayList<>();
    long bytes = 0;
    for (PlannedObject object : objects) {
      boolean inside = !bin.isEmpty() && object.isOfStream(bin.get(bin.size() - 1));
      if (!bin.isEmpty() && !inside && bytes + object.bytes() > target) {
        bins.add(bin);
        bin = new ArrayList<>();
        bytes = 0;
      }
      bin.add(object);
      bytes += object.bytes();
    }
    if (!bin.isEmpty()) {
      bins.add(bin);
    }
    return bins;
  }

  private long target(List<Listed> items) {
    if (items.stream().mapToLong(item -> item.parts().size()).sum() <= FEW_OBJECTS) {
      return 0;
    }
    long total = items.stream().mapToLong(Listed::bytes).sum();
    long even = total / ((long) slots * TASKS_PER_SLOT);
    return Math.max(MIN_TASK_BYTES, Math.min(MAX_TASK_BYTES, even));
  }

  /** What the objects of one task share. */
  private record Lane(TableName table, EventPolicy policy) {
    static Lane of(Listed item) {
      return new Lane(item.input().table(), item.input().policy());
    }
  }
}
