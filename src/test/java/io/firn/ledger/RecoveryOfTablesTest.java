package io.firn.ledger;

import static io.firn.ledger.Batches.claimed;
import static io.firn.ledger.Batches.committing;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static io.firn.table.Lake.visible;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.quarantine.BadRecord;
import io.firn.quarantine.BadRecordFile;
import io.firn.quarantine.QuarantineTable;
import io.firn.table.BatchFiles;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that feeds two tables and the quarantine, stopped between two steps and recovered. */
final class RecoveryOfTablesTest {
  private static final TableName OTHER = TableName.parse("logs.other");

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;
  private Table orders;
  private Table other;
  private Table bad;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
    orders = lake.createTable(ORDERS);
    other = lake.createTable(OTHER);
    bad = QuarantineTable.open(lake.catalog()).table();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void undecidedBatchLeavesNoTraceInAnyTable() throws IOException {
    claim();
    stageAll();
    assertThat(batches.state().unfinished()).hasSize(1);

    assertOutcome(Recovered.Outcome.ABANDONED);
    assertNoTrace(orders);
    assertNoTrace(other);
    assertNoTrace(bad);
    assertThat(batches.state().unfinished()).isEmpty();
  }

  @Test
  void decidedBatchIsPublishedToAllTables() throws IOException {
    claim();
    List<LedgerRow> decision = stageAll();
    batches.ledger().decide(batch(1), decision);
    write(bad, 9);
    assertThat(batches.state().unfinished()).hasSize(1);

    assertOutcome(Recovered.Outcome.FINISHED);
    assertThat(visible(orders)).hasSize(1);
    assertThat(visible(other)).hasSize(1);
    assertThat(QuarantineTable.open(lake.catalog()).read(10))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.batch()).isEqualTo(batch(1));
              assertThat(stored.record().object()).isEqualTo("s3://landing/orders/1.gz");
            });
    assertThat(lake.files().list(bad.location(), batch(1))).hasSize(1);
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    assertThat(batches.state().unfinished()).isEmpty();
  }

  @Test
  void tableThatWasRefusedIsCleanedUp() throws IOException {
    claim();
    stageAll();
    List<LedgerRow> decision = new ArrayList<>();
    decision.addAll(committing(batch(1), stagedTarget(ORDERS, orders), 1));
    batches.ledger().decide(batch(1), decision);

    assertOutcome(Recovered.Outcome.FINISHED);
    assertThat(visible(orders)).hasSize(1);
    assertNoTrace(other);
    assertNoTrace(bad);
  }

  @Test
  void tableThatNeverCameToBeIsCleanedUp() throws IOException {
    lake.catalog().dropTable(LogTables.identifier(OTHER));
    other = lake.newTable(OTHER).table();
    claim();
    Lake.write(BatchFiles.path(other.location(), batch(1), 0, 0, 1, 0));
    batches.stage(orders, batch(1));
    batches.ledger().decide(batch(1), committing(batch(1), stagedTarget(ORDERS, orders), 1));

    assertOutcome(Recovered.Outcome.FINISHED);
    assertThat(lake.files().list(other.location(), batch(1))).isEmpty();
    assertThat(lake.catalog().tableExists(LogTables.identifier(OTHER))).isFalse();
  }

  @Test
  void objectsWithoutEventsNeedNoTable() {
    claim();
    batches.ledger().decide(batch(1), committing(batch(1), Target.of(ORDERS, orders), 1));

    assertOutcome(Recovered.Outcome.FINISHED);
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    assertNoTrace(orders);
  }

  @Test
  void oneObstacleDoesNotHoldUpTheOtherTables() throws IOException {
    claim();
    List<LedgerRow> decision = stageAll();
    batches.ledger().decide(batch(1), decision);
    lake.catalog().dropTable(LogTables.identifier(OTHER), false);

    assertThat(batches.recovery().run())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.outcome()).isEqualTo(Recovered.Outcome.STUCK);
              assertThat(one.message()).contains("table logs.other was dropped");
            });
    assertThat(visible(orders)).hasSize(1);
    assertThat(visible(bad)).hasSize(1);
    assertThat(batches.state(object(1)).ingested()).isEmpty();
    assertThat(batches.state().unfinished()).hasSize(1);
  }

  /** Object 1 for orders, 2 for the other table, and the quarantine for both. */
  private void claim() {
    List<LedgerRow> rows = new ArrayList<>(claimed(batch(1), Target.of(ORDERS, orders), 1));
    rows.addAll(claimed(batch(1), Target.of(OTHER, other), 2));
    rows.add(LedgerRow.claimed(batch(1), Target.of(QuarantineTable.NAME, bad)));
    assertThat(batches.ledger().claim(batches.state(), batch(1), rows).isClaimed()).isTrue();
  }

  /** The decision that all tables are in. */
  private List<LedgerRow> stageAll() throws IOException {
    batches.stage(orders, batch(1));
    batches.stage(other, batch(1));
    new Publication(bad, batch(1)).stage(write(bad, 0));
    List<LedgerRow> decision = new ArrayList<>();
    decision.addAll(committing(batch(1), stagedTarget(ORDERS, orders), 1));
    decision.addAll(committing(batch(1), stagedTarget(OTHER, other), 2));
    decision.addAll(committing(batch(1), stagedTarget(QuarantineTable.NAME, bad)));
    return decision;
  }

  private static Target stagedTarget(TableName name, Table table) {
    return Target.of(name, table).staged(table.snapshot(batch(1).branch()).snapshotId());
  }

  private static List<DataFile> write(Table table, int number) throws IOException {
    String path = BatchFiles.path(table.location(), batch(1), 0, 0, 1, number);
    BadRecordFile file = new BadRecordFile(table, path, batch(1), Instant.EPOCH);
    file.add(new BadRecord("s3://landing/orders/1.gz", 0, "no stamp", new byte[] {1}));
    return file.complete();
  }

  private void assertOutcome(Recovered.Outcome outcome) {
    assertThat(batches.recovery().run()).extracting(Recovered::outcome).containsExactly(outcome);
  }

  private void assertNoTrace(Table table) {
    assertThat(visible(table)).isEmpty();
    assertThat(table.refs().keySet()).doesNotContain(batch(1).branch());
    assertThat(lake.files().list(table.location(), batch(1))).isEmpty();
  }
}
