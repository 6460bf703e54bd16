package io.firn.ledger;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.state.Lease;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import io.firn.table.PublishRefusedException;
import io.firn.table.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/**
 * Ends batches on a person's word, where firn cannot know or a table was changed behind it. What
 * can be known goes before the word: events that are in a table stay recorded.
 */
public final class Resolution {
  private final Stores stores;
  private final BatchTraces traces;

  public Resolution(Stores stores) {
    this.stores = stores;
    this.traces = new BatchTraces(stores);
  }

  /** What a person says of a batch's events. */
  public enum Word {
    /** They count as ingested. */
    COMMITTED("resolved as committed"),
    /** They are not in the table, nor shall they be: their objects are free again. */
    ABANDONED("resolved as abandoned");

    private final String reason;

    Word(String reason) {
      this.reason = reason;
    }
  }

  /** What became of one table's part. */
  public record Part(BatchId batch, TableName table, End end) {
    /** The ends. */
    public enum End {
      /** Its events are in the table. */
      PUBLISHED,
      /** They are not, and count as ingested. */
      ACCEPTED,
      /** They are not, and their objects will be ingested anew. */
      FREED
    }
  }

  /**
   * Ends a batch.
   *
   * @return a part for each of its tables; none if it was abandoned before
   * @throws IllegalArgumentException if the word contradicts what is known
   * @throws HeldBatchException if a run is at work on it
   */
  public List<Part> resolve(BatchId batch, Word word) {
    return holding("resolve", batch, () -> resolve(stores.ledger().batch(batch), word));
  }

  private List<Part> resolve(BatchRecord record, Word word) {
    LedgerEvent state =
        record
            .state()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot resolve batch "
                            + record.batch()
                            + ": there is no such batch (see firn ledger list)"));
    return switch (state) {
      case COMMITTING -> resolveDecided(record, word);
      case INGESTED -> resolveRecorded(record, word);
      case ABANDONED -> {
        if (word == Word.COMMITTED) {
          throw new IllegalArgumentException(
              "Cannot resolve batch "
                  + record.batch()
                  + " as committed: it was abandoned, and its objects are free");
        }
        traces.clear(record);
        yield List.of();
      }
      case SEEN, CLAIMED, QUARANTINED -> {
        if (word == Word.COMMITTED) {
          throw new IllegalArgumentException(
              "Cannot resolve batch "
                  + record.batch()
                  + " as committed: it was never decided, so that nothing of it is in a table");
        }
        // Where it cannot be abandoned any more, its run has woken up and decided it.
        yield traces.abandon(record.batch(), word.reason)
            ? List.of()
            : resolve(stores.ledger().batch(record.batch()), word);
      }
    };
  }

  private List<Part> resolveDecided(BatchRecord record, Word word) {
    BatchId batch = record.batch();
    List<Part> parts = new ArrayList<>();
    for (Target target : record.decidedTables()) {
      parts.add(new Part(batch, target.name(), end(batch, target, word)));
    }
    Set<TableName> decided = parts.stream().map(Part::table).collect(Collectors.toSet());
    traces.remove(batch, record.targetsBeside(decided));
    Set<TableName> freed =
        parts.stream()
            .filter(part -> part.end() == Part.End.FREED)
            .map(Part::table)
            .collect(Collectors.toSet());
    List<LedgerRow> kept =
        record.decidedInputs().stream()
            .filter(row -> !freed.contains(row.table().name()))
            .map(LedgerRow::ingested)
            .toList();
    if (kept.isEmpty()) {
      stores.ledger().giveUp(batch, word.reason);
    } else {
      stores.ledger().record(batch, kept);
    }
    return parts;
  }

  private Part.End end(BatchId batch, Target target, Word word) {
    Optional<Table> table = traces.find(target);
    if (table.isEmpty()) {
      return word == Word.COMMITTED ? Part.End.ACCEPTED : freed(batch, target);
    }
    return word == Word.COMMITTED
        ? publish(new Publication(table.get(), batch), target)
        : withdraw(table.get(), batch, target);
  }

  private static Part.End publish(Publication publication, Target target) {
    try {
      publication.publish(staged(target));
      return Part.End.PUBLISHED;
    } catch (PublishRefusedException e) {
      // This is what the person's word is for.
      publication.dropBranch();
      return Part.End.ACCEPTED;
    }
  }

  /** Snapshots that the table was rolled back behind may have the files still. */
  private Part.End withdraw(Table table, BatchId batch, Target target) {
    boolean rolledBack = Publication.rolledBack(table).contains(batch);
    if (new Publication(table, batch).withdraw(staged(target)) == Withdrawal.ALREADY_PUBLISHED) {
      return Part.End.PUBLISHED;
    }
    return rolledBack ? Part.End.FREED : freed(batch, target);
  }

  private Part.End freed(BatchId batch, Target target) {
    traces.files(target).deleteAll(target.location(), batch);
    return Part.End.FREED;
  }

  private static long staged(Target target) {
    return Objects.requireNonNull(target.snapshotId(), "snapshotId");
  }

  private List<Part> resolveRecorded(BatchRecord record, Word word) {
    BatchId batch = record.batch();
    List<Target> lost = lost(record, name -> true);
    if (lost.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot resolve batch "
              + batch
              + ": it is recorded, and "
              + (record.reopened().isEmpty()
                  ? "its events are in its tables"
                  : "was reopened for " + record.reopened() + " already"));
    }
    if (word == Word.COMMITTED) {
      stores.ledger().accept(batch, lost, word.reason);
      return parts(batch, lost, Part.End.ACCEPTED);
    }
    return free(record, lost, word.reason);
  }

  private List<Part> free(BatchRecord record, List<Target> lost, String reason) {
    for (Target target : lost) {
      withdrawRecorded(record, target);
      stores.ledger().reopen(record.batch(), target.name(), reason);
    }
    return parts(record.batch(), lost, Part.End.FREED);
  }

  /** The tables that have lost the batch since it was recorded, and were not reopened for it. */
  private List<Target> lost(BatchRecord record, Predicate<TableName> which) {
    return record.recordedTables().stream()
        .filter(target -> which.test(target.name()) && !record.reopened().contains(target.name()))
        .filter(target -> isLost(record.batch(), target))
        .toList();
  }

  /** So that nobody brings the old events back beside the new ones by a roll forward. */
  private void withdrawRecorded(BatchRecord record, Target target) {
    Optional<Table> table = traces.find(target);
    record.decidedTables().stream()
        .filter(staged -> staged.name().equals(target.name()))
        .forEach(
            staged ->
                table.ifPresent(
                    one -> new Publication(one, record.batch()).withdraw(staged(staged))));
  }

  private static List<Part> parts(BatchId batch, List<Target> targets, Part.End end) {
    return targets.stream().map(target -> new Part(batch, target.name(), end)).toList();
  }

  private boolean isLost(BatchId batch, Target target) {
    return traces
        .find(target)
        .map(table -> !new Publication(table, batch).isPublished())
        .orElse(true);
  }

  /**
   * Frees the objects of all recorded batches that the table has lost: it was dropped, made anew or
   * rolled back.
   *
   * @return the freed parts; none if the table has all that it should have
   * @throws IllegalArgumentException if no batch was ever recorded for the table
   */
  public List<Part> reopen(TableName name) {
    Optional<Table> table = LogTables.find(stores.catalog(), name);
    Set<BatchId> rolledBack = table.map(Publication::rolledBack).orElse(Set.of());
    List<Part> parts = new ArrayList<>();
    Map<BatchId, Set<String>> recorded = stores.ledger().recordedIn(name);
    if (recorded.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot reopen " + name + ": no batch was ever recorded for it (see firn ledger list)");
    }
    for (Map.Entry<BatchId, Set<String>> entry : recorded.entrySet()) {
      BatchId batch = entry.getKey();
      boolean same = table.isPresent() && entry.getValue().contains(table.get().uuid().toString());
      if (!same || rolledBack.contains(batch)) {
        parts.addAll(holding("reopen", batch, () -> reopen(stores.ledger().batch(batch), name)));
      }
    }
    return parts;
  }

  private List<Part> reopen(BatchRecord record, TableName name) {
    return record.accepted().contains(name)
        ? List.of()
        : free(record, lost(record, name::equals), "reopened");
  }

  private List<Part> holding(String doing, BatchId batch, Supplier<List<Part>> work) {
    Optional<Lease> lease = stores.leases().acquire(batch.id());
    if (lease.isEmpty()) {
      throw stores
          .leases()
          .find(batch.id())
          .map(held -> new HeldBatchException(doing, batch, held))
          .orElseThrow(
              () ->
                  new IllegalStateException("Cannot " + doing + " batch " + batch + ": try again"));
    }
    try {
      return work.get();
    } finally {
      lease.get().release();
    }
  }
}
