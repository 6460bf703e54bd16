package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.Rechecks.Readied;
import io.firn.ingest.Standings.Judged;
import io.firn.ingest.Standings.Standing;
import io.firn.ledger.Ingested;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final IngestRequest request;
  private final ExportEnds ends;

  /** For a cluster that runs {@code slots} tasks at once. */
  IngestPlanner(int slots, IngestRequest request, ExportEnds ends) {
    this.ends = ends;
    this.slots = slots;
    this.request = request;
  }

  IngestPlan plan(Readied listed, LedgerState ledger) {
    Standings standings = new Standings(request, ledger, ends);
    List<Listed> fresh = new ArrayList<>();
    Map<LogSource, List<Listed>> windows = new HashMap<>();
    List<Listed> settled = new ArrayList<>();
    List<RefusedObject> refused = new ArrayList<>();
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    for (Listed item : listed.items()) {
      Judged judged = standings.judge(item);
      counts.merge(judged.standing(), 1, Integer::sum);
      if (judged.standing() == Standing.OVERWRITTEN) {
        refused.add(overwritten(item, ledger));
      } else if (judged.standing() == Standing.SETTLED) {
        settled.add(item);
      } else if (judged.standing() == Standing.FRESH) {
        Optional<Listed> other = overlapped(item, windows);
        other.ifPresentOrElse(
            earlier -> refused.add(overlapping(item, earlier)), () -> fresh.add(judged.item()));
      }
    }
    List<Listed> batch = fresh.subList(0, fitting(fresh));
    return new IngestPlan(
        pack(batch),
        batch,
        settled,
        refused,
        counts.getOrDefault(Standing.PRESENT, 0),
        counts.getOrDefault(Standing.QUARANTINED, 0),
        counts.getOrDefault(Standing.HELD, 0),
        fresh.size() - batch.size() + listed.waiting() + counts.getOrDefault(Standing.WAITING, 0));
  }

  /** The window before this one that it shares time with. */
  private static Optional<Listed> overlapped(Listed item, Map<LogSource, List<Listed>> windows) {
    if (item.window() == null) {
      return Optional.empty();
    }
    List<Listed> ofGroup = windows.computeIfAbsent(item.source(), group -> new ArrayList<>());
    Optional<Listed> other = ofGroup.stream().filter(item::overlaps).findFirst();
    if (other.isEmpty()) {
      ofGroup.add(item);
    }
    return other;
  }

  private static RefusedObject overlapping(Listed window, Listed earlier) {
    return RefusedObject.overlapping(
        window, earlier.window() + " by " + earlier.identity() + ", which is to be ingested too");
  }

  private static RefusedObject overwritten(Listed object, LedgerState ledger) {
    ObjectIdentity now = object.identity();
    ObjectIdentity known =
        ledger.ingested(object.input().table(), now).map(Ingested::object).orElse(now);
    String reason =
        "it was ingested as version "
            + known.etag()
            + " and is version "
            + now.etag()
            + " now; put the new version under another key, or set on-overwrite to ignore or"
            + " ingest";
    return new RefusedObject(now, object.input().table(), RefusedObject.Kind.OVERWRITTEN, reason);
  }

  /** How many of the first items one batch takes; at least one, however large. */
  private int fitting(List<Listed> items) {
    IngestLimits limits = request.limits();
    long bytes = 0;
    long objects = 0;
    int count = 0;
    for (Listed item : items) {
      bytes += item.bytes();
      objects += item.parts().size();
      if (count > 0 && (objects > limits.batchObjects() || bytes > limits.batchBytes())) {
        break;
      }
      count++;
    }
    return count;
  }

  /** A task is of one table and policy; neighbours in the order of keys share one, as days. */
  private List<IngestTask> pack(List<Listed> items) {
    long target = target(items);
    Map<Lane, List<PlannedObject>> lanes = new LinkedHashMap<>();
    for (Listed item : items) {
      Lane lane = new Lane(item.input().table(), item.input().policy());
      lanes.computeIfAbsent(lane, key -> new ArrayList<>()).addAll(item.planned());
    }
    List<IngestTask> tasks = new ArrayList<>();
    lanes.forEach(
        (lane, planned) ->
            bins(planned, target)
                .forEach(
                    bin -> tasks.add(new IngestTask(tasks.size(), lane.table, lane.policy, bin))));
    tasks.sort(IngestTask.LARGEST_FIRST);
    return tasks;
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
  private record Lane(TableName table, EventPolicy policy) {}
}
