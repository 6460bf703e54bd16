package io.firn.ledger;

import io.firn.BatchId;
import io.firn.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How far the ledger's batches came, as far as planning and recovery need to know. */
final class BatchIndex {
  private final Set<String> claimed = new HashSet<>();
  private final Set<String> recorded = new HashSet<>();
  private final Map<String, Set<TableName>> abandoned = new HashMap<>();

  void claimed(String batch) {
    claimed.add(batch);
  }

  void recorded(String batch) {
    recorded.add(batch);
  }

  void abandoned(String batch, TableName table) {
    abandoned.computeIfAbsent(batch, key -> new HashSet<>()).add(table);
  }

  /** Neither recorded nor abandoned. */
  Set<BatchId> unfinished() {
    return claimed.stream()
        .filter(batch -> !recorded.contains(batch) && !abandoned.containsKey(batch))
        .map(BatchId::new)
        .collect(Collectors.toSet());
  }

  /** Of each table, the batches that were recorded and count no more. */
  Map<TableName, Set<BatchId>> reopened() {
    Map<TableName, Set<BatchId>> reopened = new HashMap<>();
    abandoned.forEach(
        (batch, tables) -> {
          if (recorded.contains(batch)) {
            tables.forEach(
                table ->
                    reopened
                        .computeIfAbsent(table, name -> new HashSet<>())
                        .add(new BatchId(batch)));
          }
        });
    return reopened;
  }

  /**
   * Whether what the batch took into the table counts no more: it was abandoned, or reopened after
   * it was recorded.
   */
  boolean isVoid(String batch, TableName table) {
    return abandoned.getOrDefault(batch, Set.of()).contains(table);
  }
}
