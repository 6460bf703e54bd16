package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.Ingested;
import io.firn.ledger.LedgerState;
import io.firn.policy.EventPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
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

  /** For a cluster that runs {@code slots} tasks at once. */
  IngestPlanner(int slots, IngestRequest request) {
    this.slots = slots;
    this.request = request;
  }

  /** Why an object is not in a batch, or that it may be. */
  private enum Standing {
    FRESH,
    PRESENT,
    OVERWRITTEN,
    QUARANTINED,
    HELD
  }

  IngestPlan plan(List<Listed> listed, LedgerState ledger) {
    List<Listed> fresh = new ArrayList<>();
    List<RefusedObject> refused = new ArrayList<>();
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    for (Listed object : listed) {
      Standing standing = standing(object, ledger);
      counts.merge(standing, 1, Integer::sum);
      if (standing == Standing.FRESH) {
        fresh.add(object);
      } else if (standing == Standing.OVERWRITTEN) {
        refused.add(overwritten(object, ledger));
      }
    }
    List<Listed> batch = fresh.subList(0, fitting(fresh));
    return new IngestPlan(
        pack(batch),
        refused,
        counts.getOrDefault(Standing.PRESENT, 0),
        counts.getOrDefault(Standing.QUARANTINED, 0),
        counts.getOrDefault(Standing.HELD, 0),
        fresh.size() - batch.size());
  }

  private Standing standing(Listed object, LedgerState ledger) {
    TableName table = object.input().table();
    ObjectIdentity identity = object.object().identity();
    if (ledger.claimed(table, identity).isPresent()) {
      return Standing.HELD;
    }
    Optional<Ingested> known = ledger.ingested(table, identity);
    if (known.isPresent()) {
      Standing standing = standing(identity, known.get().object());
      if (standing != Standing.FRESH) {
        return standing;
      }
    }
    return request.onQuarantined() == OnQuarantined.SKIP
            && ledger.quarantined(table, identity).isPresent()
        ? Standing.QUARANTINED
        : Standing.FRESH;
  }

  /** Of an object that is in the table in some version. */
  private Standing standing(ObjectIdentity now, ObjectIdentity known) {
    if (known.equals(now)) {
      return Standing.PRESENT;
    }
    return switch (request.onOverwrite()) {
      case FAIL -> Standing.OVERWRITTEN;
      case IGNORE -> Standing.PRESENT;
      case INGEST -> Standing.FRESH;
    };
  }

  private static RefusedObject overwritten(Listed object, LedgerState ledger) {
    ObjectIdentity now = object.object().identity();
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

  /** How many of the first objects one batch takes. */
  private int fitting(List<Listed> objects) {
    IngestLimits limits = request.limits();
    long bytes = 0;
    int count = 0;
    for (Listed object : objects) {
      bytes += object.object().identity().size();
      if (count == limits.batchObjects() || (count > 0 && bytes > limits.batchBytes())) {
        break;
      }
      count++;
    }
    return count;
  }

  /** A task is of one table and policy; neighbours in the order of keys share one, as days. */
  private List<IngestTask> pack(List<Listed> objects) {
    long target = target(objects);
    Map<Lane, List<PlannedObject>> lanes = new LinkedHashMap<>();
    for (Listed object : objects) {
      Lane lane = new Lane(object.input().table(), object.input().policy());
      lanes.computeIfAbsent(lane, key -> new ArrayList<>()).add(object.planned());
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
      if (!bin.isEmpty() && bytes + object.bytes() > target) {
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

  private long target(List<Listed> objects) {
    if (objects.size() <= FEW_OBJECTS) {
      return 0;
    }
    long total = objects.stream().mapToLong(object -> object.planned().bytes()).sum();
    long even = total / ((long) slots * TASKS_PER_SLOT);
    return Math.max(MIN_TASK_BYTES, Math.min(MAX_TASK_BYTES, even));
  }

  /** What the objects of one task share. */
  private record Lane(TableName table, EventPolicy policy) {}
}
