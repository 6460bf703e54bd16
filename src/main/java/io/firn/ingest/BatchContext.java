package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ingest.WriteSettings.Purpose;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * What all tables of a batch share.
 *
 * @param quarantine the table firn.quarantine, or as it will be made
 * @param memory of what was left out of tables; null if no table needs it
 * @param at when the batch began
 * @param badBefore what earlier batches of the run have quarantined
 */
record BatchContext(
    BatchId batch,
    Purpose purpose,
    IngestLimits limits,
    Table quarantine,
    @Nullable DuplicateMemory memory,
    Instant at,
    List<RefusedObject> badBefore) {
  BatchContext {
    badBefore = List.copyOf(badBefore);
  }

  RoundSettings round(int number) {
    return new RoundSettings(batch, number, limits.inflate(), purpose, at.toEpochMilli());
  }
}
