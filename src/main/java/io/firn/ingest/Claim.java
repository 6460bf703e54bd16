package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LedgerRow;
import java.util.List;
import java.util.Set;

/**
 * A claimed batch.
 *
 * @param rows as they are in the ledger
 */
record Claim(BatchContext context, BatchTables tables, List<LedgerRow> rows) {

  /** The rows of all tables but these. */
  List<LedgerRow> rowsBeside(Set<TableName> tables) {
    return rows.stream().filter(row -> !tables.contains(row.table().name())).toList();
  }
}
