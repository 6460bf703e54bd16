package io.firn.ingest;

import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import java.util.List;
import java.util.Map;

/**
 * A mixed object in a plan.
 *
 * @param isWhole whether it was never read for a batch before; else these are shares that waited
 * @param shares what tables take of it
 * @param waiting what none takes now, and why
 */
record MixedItem(
    Listed item,
    MixedObject object,
    boolean isWhole,
    List<Listed> shares,
    Map<LogSource, String> waiting) {
  MixedItem {
    shares = List.copyOf(shares);
    waiting = Map.copyOf(waiting);
  }

  /** Whether a table of it must wait for another batch; then it waits as a whole. */
  boolean isHeld(LedgerState ledger) {
    return shares.stream().anyMatch(share -> share.waitsForTable(ledger));
  }

  /** Whether there is anything to read it for. */
  boolean isRead() {
    return isWhole || !shares.isEmpty();
  }
}
