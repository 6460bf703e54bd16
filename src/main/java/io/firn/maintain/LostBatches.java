package io.firn.maintain;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerEvent;
import io.firn.table.Publication;
import io.firn.table.PublishRefusedException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * Batches that a table was rolled back behind, and that nobody has decided about: its old snapshots
 * are all that tells it.
 */
final class LostBatches {
  private final Optional<Ledger> ledger;

  LostBatches(Optional<Ledger> ledger) {
    this.ledger = ledger;
  }

  List<BatchId> of(TableName name, Table table) {
    return ledger.stream()
        .flatMap(
            known ->
                Publication.rolledBack(table).stream()
                    .filter(batch -> counts(known.batch(batch), name))
                    .filter(batch -> !isThere(table, batch)))
        .toList();
  }

  private static boolean counts(BatchRecord record, TableName name) {
    return record.state().filter(LedgerEvent.INGESTED::equals).isPresent()
        && !record.reopened().contains(name)
        && !record.accepted().contains(name);
  }

  /** By its rows: history can mislead. */
  private static boolean isThere(Table table, BatchId batch) {
    try {
      return new Publication(table, batch).isPublished();
    } catch (PublishRefusedException e) {
      return false;
    }
  }
}
