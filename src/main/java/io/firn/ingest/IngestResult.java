package io.firn.ingest;

import io.firn.ingest.RefusedObject.Kind;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.Recovered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest run did, or would do.
 *
 * @param batches those that were recorded, in their order
 * @param tables those that the run had objects for
 * @param mixed what it did to objects of many log groups
 * @param refused objects of this run
 * @param found what was there beside
 * @param reading what it read
 * @param failure what ended the run before its time, though the batches stay; or null
 */
public record IngestResult(
    List<String> batches,
    List<TableResult> tables,
    Mixed mixed,
    List<RefusedObject> refused,
    Found found,
    Reading reading,
    Map<Phase, Duration> spent,
    List<Recovered> recovered,
    @Nullable Exception failure) {
  public IngestResult {
    batches = List.copyOf(batches);
    tables = List.copyOf(tables);
    refused = List.copyOf(refused);
    recovered = List.copyOf(recovered);
  }

  /**
   * Of objects with events of many log groups.
   *
   * @param objects from which anything was taken, or that held nothing to take
   * @param inTables how often tables count them, each for itself
   * @param badRecords pieces of them that are no event
   */
  public record Mixed(int objects, int inTables, long badRecords) {
    public static final Mixed NONE = new Mixed(0, 0, 0);

    Mixed plus(Mixed more) {
      return new Mixed(
          objects + more.objects, inTables + more.inTables, badRecords + more.badRecords);
    }
  }

  /**
   * What was there.
   *
   * @param present objects that are in their table from earlier runs
   * @param ignored files that are no data
   * @param quarantined objects that wait in quarantine from earlier runs
   * @param held objects that belong to other batches under way
   * @param left objects that a further batch would take, as far as inputs were listed
   * @param isWhole whether they were listed to their end: a run that fails lists no more than it
   *     needs, and counts what it has listed
   * @param failures inputs that could not be listed
   * @param lost ingested objects that their tables have lost
   * @param problems what holds up nothing and should be looked at
   */
  public record Found(
      int present,
      int ignored,
      int quarantined,
      int held,
      int left,
      boolean isWhole,
      List<InputFailure> failures,
      List<Lost> lost,
      List<String> problems) {
    public Found {
      failures = List.copyOf(failures);
      problems = List.copyOf(problems);
      lost = List.copyOf(lost);
    }

    /** Of a run. */
    static Found of(
        Discovery discovery,
        Backlog backlog,
        IngestPlan plan,
        List<Lost> lost,
        List<String> problems) {
      int lostObjects = lost.stream().mapToInt(Lost::objects).sum();
      return new Found(
          plan.present() + backlog.present() - lostObjects,
          backlog.ignored(),
          plan.quarantined() + backlog.quarantined(),
          plan.held(),
          plan.left() + discovery.unread(),
          !backlog.hasMore(),
          Stream.concat(backlog.failures().stream(), discovery.failures().stream()).toList(),
          lost,
          problems);
    }

    /** Of a preview, which lists everything. */
    static Found of(Discovery discovery, IngestPlan plan, List<Lost> lost, List<String> problems) {
      int lostObjects = lost.stream().mapToInt(Lost::objects).sum();
      return new Found(
          plan.present() - lostObjects,
          discovery.ignored(),
          plan.quarantined(),
          plan.held(),
          plan.left() + discovery.unread(),
          true,
          discovery.failures(),
          lost,
          problems);
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
   * @param controlMessages of subscription filters, which carry no events
   */
  public record Reading(
      int tasks, int reruns, long bytesRead, long bytesInflated, long controlMessages) {
    public static final Reading NOTHING = new Reading(0, 0, 0, 0, 0);

    Reading plus(Reading more) {
      return new Reading(
          tasks + more.tasks,
          reruns + more.reruns,
          bytesRead + more.bytesRead,
          bytesInflated + more.bytesInflated,
          controlMessages + more.controlMessages);
    }
  }

  /** The last batch, if there was any. */
  public Optional<String> lastBatch() {
    return batches.isEmpty() ? Optional.empty() : Optional.of(batches.get(batches.size() - 1));
  }

  public Optional<Exception> problem() {
    return Optional.ofNullable(failure);
  }

  /** Objects that were ingested. */
  public int objects() {
    int inTables = tables.stream().mapToInt(TableResult::objects).sum();
    return inTables - mixed.inTables + mixed.objects;
  }

  /** Export windows that were ingested. */
  public int windows() {
    return tables.stream().mapToInt(TableResult::windows).sum();
  }

  /** The counts of all tables, and the bad records of mixed objects. */
  public EventCounts counts() {
    EventCounts ofTables = EventCounts.sum(tables.stream().map(TableResult::counts).toList());
    return ofTables.plus(EventCounts.ofBadRecords(mixed.badRecords));
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
