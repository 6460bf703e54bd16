package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ingest.Rechecks.Readied;
import io.firn.ingest.Standings.Judged;
import io.firn.ingest.Standings.Standing;
import io.firn.ledger.Ingested;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which of the listed objects a batch reads, and packs them into tasks. */
final class IngestPlanner {
  private final int slots;
  private final IngestRequest request;
  private final ExportEnds ends;
  private final MixedItems mixedItems;

  /** For a cluster that runs {@code slots} tasks at once. */
  IngestPlanner(int slots, IngestRequest request, ExportEnds ends, MixedItems mixedItems) {
    this.ends = ends;
    this.slots = slots;
    this.request = request;
    this.mixedItems = mixedItems;
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
    List<Listed> unsurveyed = mixedItems.unsurveyed(batch, ledger);
    if (!unsurveyed.isEmpty()) {
      return IngestPlan.survey(unsurveyed);
    }
    List<Listed> plain = batch.stream().filter(item -> !item.isMixed()).toList();
    List<MixedItem> all = mixedItems.of(batch, ledger);
    List<MixedItem> mixed = all.stream().filter(item -> !item.isHeld(ledger)).toList();
    List<MixedItem> read = mixed.stream().filter(MixedItem::isRead).toList();
    mixed.stream()
        .filter(item -> !item.isRead())
        .map(item -> RefusedObject.unrouted(item.item(), item.waiting()))
        .forEach(refused::add);
    Packing packing = new Packing(slots);
    packing.pack(plain);
    packing.packMixed(read);
    return new IngestPlan(
        packing.tasks(),
        Stream.concat(plain.stream(), read.stream().flatMap(item -> item.shares().stream()))
            .toList(),
        packing.mixed(),
        List.of(),
        settled,
        refused,
        counts.getOrDefault(Standing.PRESENT, 0),
        counts.getOrDefault(Standing.QUARANTINED, 0),
        counts.getOrDefault(Standing.HELD, 0) + all.size() - mixed.size(),
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
}
