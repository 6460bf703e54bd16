package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LedgerRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A claimed batch.
 *
 * @param rows as they are in the ledger
 */
record Claim(BatchContext context, BatchTables tables, List<LedgerRow> rows) {

  /** The rows that concern a table which got no part in the end. */
  List<LedgerRow> rowsOfFailed() {
    Set<TableName> failed =
        tables.opened().stream()
            .filter(table -> !table.isAlive())
            .map(table -> table.target().name())
            .collect(Collectors.toSet());
    return rows.stream().filter(row -> failed.contains(row.table().name())).toList();
  }
}
