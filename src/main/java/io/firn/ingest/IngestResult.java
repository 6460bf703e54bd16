package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.Recovered;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest run did.
 *
 * @param batch null if there was nothing to do
 * @param objects how many were ingested
 * @param present how many are in the table from earlier runs
 * @param ignored how many files were no data
 * @param rescued events with values that no column holds
 * @param bytesRead of the objects as they are stored, by all rounds
 * @param bytesInflated by all rounds and the look at a new table's objects
 * @param reruns tasks that ran again with the decided schema
 * @param snapshotId null if nothing was published
 */
public record IngestResult(
    TableName table,
    @Nullable String batch,
    int objects,
    long events,
    int present,
    int ignored,
    List<RefusedObject> refused,
    long rescued,
    long bytesRead,
    long bytesInflated,
    int tasks,
    int reruns,
    List<String> columnsAdded,
    int files,
    long bytesWritten,
    @Nullable Long snapshotId,
    List<Recovered> recovered) {

  /** The result of a run that had nothing to ingest. */
  static IngestResult nothing(
      TableName table,
      int present,
      int ignored,
      List<RefusedObject> refused,
      List<Recovered> recovered) {
    return new IngestResult(
        table, null, 0, 0, present, ignored, refused, 0, 0, 0, 0, 0, List.of(), 0, 0, null,
        recovered);
  }

  public Optional<String> batchId() {
    return Optional.ofNullable(batch);
  }

  public OptionalLong publishedSnapshot() {
    return snapshotId == null ? OptionalLong.empty() : OptionalLong.of(snapshotId);
  }

  /** Whether an object was refused, or an earlier batch waits for a person. */
  public boolean needsAttention() {
    return !refused.isEmpty()
        || recovered.stream().anyMatch(r -> r.outcome() == Recovered.Outcome.STUCK);
  }
}
