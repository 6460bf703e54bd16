package io.firn.ingest;

import io.firn.BatchId;
import io.firn.dedupe.DuplicatesTable;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.ledger.ClaimResult;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.Stores;
import io.firn.ledger.Target;
import io.firn.quarantine.QuarantineTable;
import io.firn.state.Lease;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/** Claims batches, each with a lease that says that somebody is at work on it. */
final class Claims {
  private final Stores stores;
  private final Clock clock;

  Claims(Stores stores, Clock clock) {
    this.stores = stores;
    this.clock = clock;
  }

  /** The claim; empty if others were quicker. */
  Optional<Claim> claim(
      IngestRequest request,
      BatchId batch,
      IngestPlan plan,
      BatchTables tables,
      LedgerState state,
      RunTally tally) {
    Table quarantine = QuarantineTable.open(stores.catalog()).table();
    Target wholes = Target.of(QuarantineTable.NAME, quarantine);
    List<LedgerRow> rows = new ArrayList<>();
    tables.opened().forEach(table -> rows.addAll(claimed(batch, table)));
    plan.mixedItems().stream()
        .filter(MixedItem::isWhole)
        .map(item -> LedgerRow.claimed(batch, wholes, item.item().identity(), null))
        .forEach(rows::add);
    rows.add(LedgerRow.claimed(batch, wholes));
    DuplicateMemory memory =
        tables.needMemory()
            ? new DuplicateMemory(DuplicatesTable.open(stores.catalog()), state.reopened())
            : null;
    if (memory != null) {
      rows.add(LedgerRow.claimed(batch, memory.target()));
    }
    Lease lease = stores.leases().acquire(batch.id()).orElseThrow();
    boolean claimed = false;
    try {
      ClaimResult result = stores.ledger().claim(state, batch, rows);
      claimed = result.isClaimed();
      tally.refuse(overlapping(tables, result));
    } finally {
      if (!claimed) {
        lease.release();
      }
    }
    return claimed
        ? Optional.of(
            new Claim(
                new BatchContext(
                    batch,
                    purpose(request),
                    request.limits(),
                    quarantine,
                    memory,
                    clock.instant(),
                    tally.quarantined()),
                tables,
                new MixedWork(plan.mixed()),
                rows,
                lease))
        : Optional.empty();
  }

  private static List<LedgerRow> claimed(BatchId batch, BatchTables.Opened table) {
    return table.items().stream().map(item -> claimed(batch, table.target(), item)).toList();
  }

  private static LedgerRow claimed(BatchId batch, Target table, Listed item) {
    if (item.isShare()) {
      return LedgerRow.claimed(batch, table, item.identity(), item.source()).ofShare();
    }
    return item.window() == null
        ? LedgerRow.claimed(batch, table, item.identity(), item.source())
        : LedgerRow.claimed(batch, table, item.identity(), item.window(), item.source());
  }

  /** The windows that the ledger has no room for. */
  private static List<RefusedObject> overlapping(BatchTables tables, ClaimResult result) {
    List<RefusedObject> refused = new ArrayList<>();
    for (BatchTables.Opened table : tables.opened()) {
      for (Listed item : table.items()) {
        result.overlapped().stream()
            .filter(item::overlaps)
            .findFirst()
            .map(
                taken ->
                    RefusedObject.overlapping(
                        item,
                        taken.window() + " of batch " + taken.batch() + " by " + taken.object()))
            .ifPresent(refused::add);
      }
    }
    return refused;
  }

  private static Purpose purpose(IngestRequest request) {
    return request.onQuarantined() == OnQuarantined.SALVAGE ? Purpose.SALVAGE : Purpose.INGEST;
  }
}
