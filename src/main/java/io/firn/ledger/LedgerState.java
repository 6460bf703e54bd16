package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger said at one moment.
 *
 * @param snapshotId the moment; null if nothing had been written yet
 * @param unfinished rows of the batches that are neither recorded nor abandoned
 * @param abandonedLast rows of the batches abandoned after the last claim: their files may be there
 *     still
 * @param known what became of the objects asked for
 */
public record LedgerState(
    @Nullable Long snapshotId,
    Map<BatchId, List<LedgerRow>> unfinished,
    Map<BatchId, List<LedgerRow>> abandonedLast,
    Known known) {
  /** What an empty ledger says. */
  public static final LedgerState NOTHING =
      new LedgerState(null, Map.of(), Map.of(), new Known(Map.of(), Set.of()));

  public LedgerState {
    unfinished = Map.copyOf(unfinished);
    abandonedLast = Map.copyOf(abandonedLast);
  }

  /**
   * Which objects asked for are in the tables asked for.
   *
   * @param ingested by {@link Candidate#key}, as they were then
   * @param quarantined and not ingested since
   */
  record Known(Map<String, ObjectIdentity> ingested, Set<Candidate> quarantined) {
    Known {
      ingested = Map.copyOf(ingested);
      quarantined = Set.copyOf(quarantined);
    }
  }

  /** The object of this bucket and key that is in the table, in this version or another. */
  public Optional<ObjectIdentity> ingested(Candidate candidate) {
    return Optional.ofNullable(known.ingested.get(candidate.key()));
  }

  /** Whether this version of the object waits in quarantine. */
  public boolean isQuarantined(Candidate candidate) {
    return known.quarantined.contains(candidate);
  }
}
