package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.IngestResult.Found;
import io.firn.ingest.IngestResult.Mixed;
import io.firn.ingest.IngestResult.Reading;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ledger.Candidate;
import io.firn.ledger.Recovered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the batches of a run did so far, and which objects it need not look at again. */
final class RunTally {
  private final List<Recovered> recovered;
  private final List<String> batches = new ArrayList<>();
  private final Map<String, TableResult> tables = new TreeMap<>();
  private final List<RefusedObject> refused = new ArrayList<>();
  private final Set<Candidate> tried = new HashSet<>();
  private final List<ObjectIdentity> mixed = new ArrayList<>();
  private Reading reading = Reading.NOTHING;
  private Mixed mixedResult = Mixed.NONE;
  private @Nullable Exception failure;

  RunTally(List<Recovered> recovered) {
    this.recovered = recovered;
  }

  /** Objects that no batch of this run has tried, of tables that did not fail. */
  List<Listed> untried(List<Listed> objects) {
    return objects.stream()
        .filter(object -> !tried.contains(object.candidate()) && !hasFailed(object.input().table()))
        .toList();
  }

  /** Whether a batch of this run has tried it, or none will. */
  boolean isTried(Listed object) {
    return tried.contains(object.candidate());
  }

  /** It is not asked about any more. */
  void forget(Listed object) {
    tried.remove(object.candidate());
  }

  /** Whether the table takes nothing more in this run. */
  boolean hasFailed(TableName table) {
    TableResult result = tables.get(table.toString());
    return result != null && result.problem().isPresent();
  }

  /** They are not planned again. */
  void tried(List<Listed> items) {
    items.forEach(item -> tried.add(item.candidate()));
  }

  /** What the plan reads is not planned again. */
  void tried(IngestPlan plan) {
    tried(plan.items());
    tried(plan.mixedItems().stream().map(MixedItem::item).toList());
  }

  /** Objects that turned out to be mixed ones since the last call. */
  List<ObjectIdentity> takeMixed() {
    List<ObjectIdentity> found = List.copyOf(mixed);
    mixed.clear();
    return found;
  }

  /** No batch of this run takes them. */
  void refuse(List<RefusedObject> objects) {
    objects.forEach(object -> tried.add(new Candidate(object.table(), object.object())));
    refused.addAll(objects);
  }

  void add(List<TableResult> results) {
    results.forEach(
        result -> tables.merge(result.table().toString(), result, TableResult::followedBy));
  }

  /** A batch that ended; its id if anything of it was recorded. */
  void add(Claim claim, Optional<BatchId> recorded) {
    recorded.ifPresent(batch -> batches.add(batch.id()));
    add(claim.tables(), claim.mixed(), TableWork::result);
  }

  /** What previews say of a batch. */
  void preview(BatchTables work, MixedWork objects) {
    add(work, objects, TableWork::preview);
  }

  private void add(BatchTables work, MixedWork objects, Function<TableWork, TableResult> result) {
    add(work.works().stream().map(result).toList());
    add(work.refused());
    Stream.of(
            work.works().stream().flatMap(table -> table.refused().stream()),
            objects.refused().stream(),
            objects.unrouted().stream())
        .flatMap(found -> found)
        .forEach(this::refuse);
    reading = reading.plus(work.reading());
    mixedResult = mixedResult.plus(mixed(work, objects));
  }

  private static Mixed mixed(BatchTables work, MixedWork mixed) {
    Set<String> taken = new HashSet<>();
    int inTables = 0;
    for (TableWork table : work.works()) {
      Set<String> shared = table.isAlive() ? table.sharedObjects() : Set.of();
      inTables += shared.size();
      taken.addAll(shared);
    }
    long badRecords = 0;
    for (MixedReport whole : mixed.acceptedWholes().values()) {
      taken.add(whole.object().uri());
      badRecords += whole.badRecords();
    }
    return new Mixed(taken.size(), inTables, badRecords);
  }

  /** What was read beside batches. */
  void hasRead(long bytesInflated) {
    reading = reading.plus(new Reading(0, 0, 0, bytesInflated, 0));
  }

  /** Whether there is something that a person must know, however the run ends. */
  boolean hasNews() {
    return !batches.isEmpty() || !recovered.isEmpty();
  }

  /** The run ends early, after batches that stay. */
  void failed(Exception e) {
    failure = e;
  }

  private void refuse(RefusedObject object) {
    if (object.kind() == Kind.MIXED) {
      mixed.add(object.object());
    } else {
      refused.add(object);
    }
  }

  List<RefusedObject> quarantined() {
    return refused.stream().filter(object -> object.kind() == Kind.QUARANTINED).toList();
  }

  /**
   * The result of the run.
   *
   * @param found what is there beside what it did
   * @param refusals objects that no batch tried
   */
  IngestResult result(Found found, List<RefusedObject> refusals, Progress progress) {
    return new IngestResult(
        batches,
        List.copyOf(tables.values()),
        mixedResult,
        Stream.concat(refusals.stream(), refused.stream()).toList(),
        found,
        reading,
        progress.spent(),
        recovered,
        failure);
  }
}
