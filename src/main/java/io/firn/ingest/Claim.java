package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.Target;
import io.firn.state.Lease;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A claimed batch.
 *
 * @param rows as they are in the ledger
 * @param lease says to other runs that this one is at work
 */
record Claim(
    BatchContext context, BatchTables tables, MixedWork mixed, List<LedgerRow> rows, Lease lease) {

  /** Where the batch may have written to, but for these tables. */
  Collection<Target> targetsBeside(Set<TableName> names) {
    return rows.stream()
        .map(LedgerRow::table)
        .filter(target -> !names.contains(target.name()))
        .distinct()
        .toList();
  }
}
