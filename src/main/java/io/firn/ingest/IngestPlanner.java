package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.landing.InputObject;
import io.firn.ledger.LedgerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which of the listed objects a batch reads, and packs them into tasks. */
final class IngestPlanner {
  /** Tasks for every slot: what a schema change makes read again stays small. */
  private static final int TASKS_PER_SLOT = 10;

  /** So few objects each have a task of their own, however small. */
  private static final int FEW_OBJECTS = 32;

  private static final long MIN_TASK_BYTES = 1L << 20;
  private static final long MAX_TASK_BYTES = 32L << 20;

  private final int slots;

  /** For a cluster that runs {@code slots} tasks at once. */
  IngestPlanner(int slots) {
    this.slots = slots;
  }

  IngestPlan plan(TableName table, List<InputObject> listed, LedgerState ledger) {
    List<InputObject> fresh = new ArrayList<>();
    List<RefusedObject> refused = new ArrayList<>();
    int present = 0;
    for (InputObject object : listed) {
      Optional<ObjectIdentity> known = ledger.ingested(table, object.identity());
      if (known.isEmpty()) {
        fresh.add(object);
      } else if (known.get().equals(object.identity())) {
        present++;
      } else {
        refused.add(new RefusedObject(object.identity(), overwritten(object, known.get())));
      }
    }
    return new IngestPlan(pack(fresh), refused, present);
  }

  private static String overwritten(InputObject object, ObjectIdentity known) {
    return "it was ingested as version "
        + known.etag()
        + " and is version "
        + object.identity().etag()
        + " now; put the new version under another key";
  }

  /** Neighbours in the order of keys share a task, since they share days. */
  private List<IngestTask> pack(List<InputObject> objects) {
    long target = target(objects);
    List<List<InputObject>> bins = new ArrayList<>();
    List<InputObject> bin = new ArrayList<>();
    long bytes = 0;
    for (InputObject object : objects) {
      if (!bin.isEmpty() && bytes + object.identity().size() > target) {
        bins.add(bin);
        bin = new ArrayList<>();
        bytes = 0;
      }
      bin.add(object);
      bytes += object.identity().size();
    }
    if (!bin.isEmpty()) {
      bins.add(bin);
    }
    return numbered(bins);
  }

  private long target(List<InputObject> objects) {
    if (objects.size() <= FEW_OBJECTS) {
      return 0;
    }
    long total = objects.stream().mapToLong(object -> object.identity().size()).sum();
    long even = total / ((long) slots * TASKS_PER_SLOT);
    return Math.max(MIN_TASK_BYTES, Math.min(MAX_TASK_BYTES, even));
  }

  private static List<IngestTask> numbered(List<List<InputObject>> bins) {
    List<IngestTask> tasks = new ArrayList<>();
    for (List<InputObject> objects : bins) {
      tasks.add(new IngestTask(tasks.size(), objects));
    }
    tasks.sort(
        Comparator.comparingLong(IngestTask::bytes).reversed().thenComparing(IngestTask::number));
    return tasks;
  }
}
