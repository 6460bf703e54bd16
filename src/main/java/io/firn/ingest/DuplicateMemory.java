package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.dedupe.DuplicatesTable;
import io.firn.ledger.Target;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/**
 * What was left out of tables before.
 *
 * @param table firn.duplicates
 * @param reopened batches whose rows count no more, by the table that they left events out of
 */
record DuplicateMemory(Table table, Map<TableName, Set<BatchId>> reopened) {
  DuplicateMemory {
    reopened = Map.copyOf(reopened);
  }

  /** The table as the ledger names it. */
  Target target() {
    return Target.of(DuplicatesTable.NAME, table);
  }

  /** The ids of batches whose rows about the table count no more. */
  Set<String> forgotten(TableName name) {
    return reopened.getOrDefault(name, Set.of()).stream()
        .map(BatchId::id)
        .collect(Collectors.toSet());
  }
}
