package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.Stores;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.state.Lease;
import io.firn.table.LogTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Records windows whose parts have all come in by themselves, as {@code quarantine retry} takes
 * them. Otherwise rechecks of their time would wait for good, and nobody knew that it is exported.
 */
final class SettledWindows {
  private static final Work NONE = new Work("none", 0, 0, 0, 0);

  private final Stores stores;

  SettledWindows(Stores stores) {
    this.stores = stores;
  }

  /**
   * Records them as a batch that writes nothing.
   *
   * @return what was recorded; nothing if somebody else claimed objects of their groups meanwhile
   */
  List<LedgerRow> record(BatchId batch, List<Listed> windows, LedgerState planned) {
    List<LedgerRow> claim = new ArrayList<>();
    List<LedgerRow> decision = new ArrayList<>();
    for (Listed window : windows) {
      Target table =
          Target.of(
              window.input().table(),
              stores.catalog().loadTable(LogTables.identifier(window.input().table())));
      claim.add(
          LedgerRow.claimed(
              batch,
              table,
              window.identity(),
              Objects.requireNonNull(window.window()),
              window.source()));
      decision.add(
          LedgerRow.committing(
                  batch,
                  table,
                  window.identity(),
                  Objects.requireNonNull(window.window()),
                  window.source(),
                  NONE)
              .because("its objects came in by themselves"));
    }
    Lease lease = stores.leases().acquire(batch.id()).orElseThrow();
    try {
      if (!stores.ledger().claim(planned, batch, claim).isClaimed()
          || !stores.ledger().decide(batch, decision)) {
        return List.of();
      }
      List<LedgerRow> recorded = decision.stream().map(LedgerRow::ingested).toList();
      return stores.ledger().record(batch, recorded) ? recorded : List.of();
    } finally {
      lease.release();
    }
  }
}
