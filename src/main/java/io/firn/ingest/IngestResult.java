package io.firn.ingest;

import io.firn.ingest.RefusedObject.Kind;
import io.firn.ledger.Recovered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest run did, or would do.
 *
 * @param batch null if there was nothing to do, or nothing was done
 * @param tables those that the run had objects for
 * @param refused objects of this run
 * @param found what the run had found before it began
 * @param reading what it read
 */
public record IngestResult(
    @Nullable String batch,
    List<TableResult> tables,
    List<RefusedObject> refused,
    Found found,
    Reading reading,
    Map<Phase, Duration> spent,
    List<Recovered> recovered) {
  public IngestResult {
    tables = List.copyOf(tables);
    refused = List.copyOf(refused);
    recovered = List.copyOf(recovered);
  }

  /**
   * What was there.
   *
   * @param present objects that are in their table from earlier runs
   * @param ignored files that are no data
   * @param quarantined objects that wait in quarantine from earlier runs
   * @param failures inputs that could not be listed
   */
  public record Found(int present, int ignored, int quarantined, List<InputFailure> failures) {
    public Found {
      failures = List.copyOf(failures);
    }

    static Found of(Discovery discovery, IngestPlan plan) {
      return new Found(
          plan.present(), discovery.ignored(), plan.quarantined(), discovery.failures());
    }
  }

  /** An input that could not be listed, and why. */
  public record InputFailure(String input, Throwable failure) {}

  /**
   * How much was read.
   *
   * @param bytesRead of the objects as they are stored, by all rounds
   * @param bytesInflated by all rounds and the look at new tables' objects
   * @param reruns tasks that ran again with the settled schema
   */
  public record Reading(int tasks, int reruns, long bytesRead, long bytesInflated) {
    public static final Reading NOTHING = new Reading(0, 0, 0, 0);
  }

  public Optional<String> batchId() {
    return Optional.ofNullable(batch);
  }

  /** Objects that were ingested. */
  public int objects() {
    return tables.stream().mapToInt(TableResult::objects).sum();
  }

  /** The counts of all tables. */
  public EventCounts counts() {
    return EventCounts.sum(tables.stream().map(TableResult::counts).toList());
  }

  public long bytesWritten() {
    return tables.stream().mapToLong(TableResult::bytesWritten).sum();
  }

  public long refused(Kind kind) {
    return refused.stream().filter(object -> object.kind() == kind).count();
  }

  /** Objects that a further run may be able to take in. */
  public long worthRetrying() {
    return refused(Kind.CHANGED) + refused(Kind.UNREADABLE);
  }

  /** Whether the run had something to ingest and could take in nothing of it. */
  public boolean refusedEverything() {
    return objects() == 0 && refused(Kind.QUARANTINED) > 0;
  }
}
