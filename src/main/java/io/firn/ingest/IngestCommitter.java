package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.table.BatchFiles;
import io.firn.table.Publication;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Brings a finished batch into its table: stage, decide, publish, record. */
final class IngestCommitter {
  private static final String PARSER = "auto";

  private final Ledger ledger;
  private final BatchFiles batchFiles;

  IngestCommitter(Ledger ledger, BatchFiles batchFiles) {
    this.ledger = ledger;
    this.batchFiles = batchFiles;
  }

  /**
   * Publishes the files as one snapshot.
   *
   * @return the id of the table's snapshot after it
   * @throws IllegalStateException if another run abandoned the batch
   */
  long commit(BatchId batch, Target target, Table table, LogSource source, BatchWork work) {
    List<DataFile> files = work.files();
    Publication publication = new Publication(table, batch);
    long staged = publication.stage(files);
    List<LedgerRow> objects = objects(batch, target, source, work);
    List<LedgerRow> decision = new ArrayList<>(objects);
    decision.add(LedgerRow.committing(batch, target.staged(staged)));
    if (!ledger.decide(batch, decision)) {
      throw new IllegalStateException(
          "Cannot publish batch " + batch + ": another run abandoned it (run again)");
    }
    publication.publish(staged);
    ledger.record(batch, objects.stream().map(LedgerRow::ingested).toList());
    batchFiles.deleteOthers(
        target.location(), batch, files.stream().map(DataFile::location).toList());
    table.refresh();
    return table.currentSnapshot().snapshotId();
  }

  private static List<LedgerRow> objects(
      BatchId batch, Target target, LogSource source, BatchWork work) {
    return work.accepted().stream()
        .map(
            report ->
                LedgerRow.committing(
                    batch, target, report.object().identity(), source, work(report)))
        .toList();
  }

  private static Work work(ObjectReport report) {
    return new Work(PARSER, report.events(), 0, report.rescued(), report.bytes());
  }
}
