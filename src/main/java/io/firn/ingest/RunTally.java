package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.IngestResult.Found;
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
  private Reading reading = Reading.NOTHING;
  private @Nullable Exception failure;

  RunTally(List<Recovered> recovered) {
    this.recovered = recovered;
  }

  /** Objects that no batch of this run has tried, of tables that did not fail. */
  List<Listed> untried(List<Listed> objects) {
    return objects.stream()
        .filter(object -> !tried.contains(object.candidate()) && !failed(object.input().table()))
        .toList();
  }

  private boolean failed(TableName table) {
    TableResult result = tables.get(table.toString());
    return result != null && result.problem().isPresent();
  }

  /** They are not planned again. */
  void tried(List<Listed> items) {
    items.forEach(item -> tried.add(item.candidate()));
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
  void add(BatchTables work, Optional<BatchId> recorded) {
    recorded.ifPresent(batch -> batches.add(batch.id()));
    add(work, TableWork::result);
  }

  /** What previews say of a batch. */
  void preview(BatchTables work) {
    add(work, TableWork::preview);
  }

  private void add(BatchTables work, Function<TableWork, TableResult> result) {
    add(work.works().stream().map(result).toList());
    add(work.refused());
    work.works().forEach(table -> refused.addAll(table.refused()));
    reading = reading.plus(work.reading());
  }

  /** Whether there is something that a person must know, however the run ends. */
  boolean hasNews() {
    return !batches.isEmpty() || !recovered.isEmpty();
  }

  /** The run ends early, after batches that stay. */
  void failed(Exception e) {
    failure = e;
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
        Stream.concat(refusals.stream(), refused.stream()).toList(),
        found,
        reading,
        progress.spent(),
        recovered,
        failure);
  }
}
