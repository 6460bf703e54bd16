package io.firn.ledger;

import static io.firn.ledger.Batches.committing;
import static io.firn.ledger.Batches.ingested;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static io.firn.table.Lake.visible;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.state.Holder;
import io.firn.state.Holder.Tasks;
import io.firn.state.Lease;
import io.firn.state.Leases;
import io.firn.table.BatchFiles;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import io.firn.testing.NoRights;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test stops a batch between two steps, as a crash would, and recovers. */
final class RecoveryTest {
  private static final TableName BESIDE = TableName.parse("logs.beside");

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;
  private Table table;
  private Target target;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
    table = lake.createTable(ORDERS);
    target = Target.of(ORDERS, table);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void nothingToRecover() {
    assertThat(batches.recovery().run()).isEmpty();
  }

  @Test
  void afterClaim() {
    batches.claim(batch(1), target, 1);
    assertUndone();
  }

  @Test
  void afterFilesWereWritten() {
    batches.claim(batch(1), target, 1);
    Lake.file(table, batch(1), 1);
    assertUndone();
  }

  @Test
  void afterStaging() {
    batches.claim(batch(1), target, 1);
    batches.stage(table, batch(1));
    assertUndone();
  }

  @Test
  void afterAbandonmentBeforeCleaning() {
    batches.claim(batch(1), target, 1);
    batches.stage(table, batch(1));
    batches.ledger().abandon(batch(1), "test");
    overLease();

    assertThat(batches.recovery().run()).isEmpty();
    assertNoTrace();
    assertThat(lake.leases().list()).isEmpty();
  }

  @Test
  void beforeTheTableCameToBe() {
    lake.catalog().dropTable(LogTables.identifier(ORDERS));
    Target planned = Target.of(ORDERS, lake.newTable(ORDERS).table());
    batches.claim(batch(1), planned, 1);
    Lake.write(BatchFiles.path(planned.location(), batch(1), 0, 0, 1, 0));

    assertThat(batches.recovery().run())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.ABANDONED);
    assertThat(lake.files().list(planned.location(), batch(1))).isEmpty();
    assertThat(lake.catalog().tableExists(LogTables.identifier(ORDERS))).isFalse();
  }

  /** A REST server may give rights for each table, and none besides. */
  @Test
  void byTheRightsOfTheTablesAlone() {
    decide(batches.stage(claimed(), batch(1)));
    Lake.file(table, batch(1), 2);
    Target planned = Target.of(BESIDE, lake.newTable(BESIDE).table());
    batches.claim(batch(2), planned, 2);
    Lake.write(BatchFiles.path(planned.location(), batch(2), 0, 0, 1, 0));

    assertThat(withoutRights().run())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.FINISHED, Recovered.Outcome.ABANDONED);
    assertThat(lake.files().list(table.location(), batch(1))).hasSize(1);
    assertThat(lake.files().list(planned.location(), batch(2))).isEmpty();
  }

  private Recovery withoutRights() {
    Stores stores = batches.stores();
    return new Recovery(
        new Stores(
            stores.catalog(),
            stores.ledger(),
            new BatchFiles(new NoRights(), ""),
            stores.leases()));
  }

  @Test
  void afterDecision() {
    decide(batches.stage(claimed(), batch(1)));
    Lake.file(table, batch(1), 2);
    assertFinished();
    assertThat(lake.files().list(table.location(), batch(1))).hasSize(1);
  }

  @Test
  void afterPublication() {
    long staged = batches.stage(claimed(), batch(1));
    decide(staged);
    new Publication(table, batch(1)).publish(staged);
    assertFinished();
  }

  @Test
  void afterPublicationBesideAnotherWriter() {
    long staged = batches.stage(claimed(), batch(1));
    decide(staged);
    table.newAppend().appendFile(Lake.file(table, batch(9), 1)).commit();
    new Publication(table, batch(1)).publish(staged);

    assertThat(batches.recovery().run()).extracting(Recovered::batch).containsExactly(batch(1));
    assertThat(visible(table)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void afterRecording() {
    long staged = batches.stage(claimed(), batch(1));
    List<LedgerRow> decision = decide(staged);
    new Publication(table, batch(1)).publish(staged);
    batches.ledger().record(batch(1), ingested(decision));

    assertThat(batches.recovery().run()).isEmpty();
    assertThat(visible(table)).hasSize(1);
  }

  @Test
  void decisionWithoutEventsIsRecorded() {
    claimed();
    batches.ledger().decide(batch(1), committing(batch(1), target, 1));
    assertThat(batches.recovery().run())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.FINISHED);
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    assertThat(visible(table)).isEmpty();
  }

  @Test
  void droppedTableIsReported() {
    decide(batches.stage(claimed(), batch(1)));
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);
    assertStuck("table logs.orders was dropped (uuid " + target.uuid() + " is needed");
  }

  @Test
  void recreatedTableIsReported() {
    decide(batches.stage(claimed(), batch(1)));
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);
    lake.createTable(ORDERS);
    assertStuck("table logs.orders is another table of the same name now");
  }

  @Test
  void lostSnapshotIsReported() {
    claimed();
    decide(42);
    assertStuck("its staged snapshot 42 is gone");
  }

  @Test
  void rolledBackTableIsReported() {
    table.newAppend().appendFile(Lake.file(table, batch(9), 1)).commit();
    long before = table.currentSnapshot().snapshotId();
    long staged = batches.stage(claimed(), batch(1));
    decide(staged);
    new Publication(table, batch(1)).publish(staged);
    table.manageSnapshots().rollbackTo(before).commit();
    assertStuck("it was published before, and the table was rolled back since");
    assertThat(visible(table)).hasSize(1);
  }

  /** What a run that was killed leaves, as soon as its time is over. */
  private void overLease() {
    try (Leases brief = lake.leases(Duration.ofMillis(1))) {
      brief.acquire(batch(1).id()).orElseThrow().leave();
    }
    LockSupport.parkNanos(2_000_000);
  }

  /** What is wrong with one batch holds up no other. */
  @Test
  void batchThatCannotBeRecoveredIsNamedAndTheOthersAreRecovered() {
    batches.claim(batch(1), new Target(ORDERS, target.uuid(), "nowhere://lake/orders", null), 1);
    batches.claim(batch(2), target, 2);
    assertThat(batches.recovery().run())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.STUCK, Recovered.Outcome.ABANDONED);
  }

  private Table claimed() {
    batches.claim(batch(1), target, 1, 2);
    return table;
  }

  /** Object 2 was refused. */
  private List<LedgerRow> decide(long staged) {
    List<LedgerRow> decision = committing(batch(1), target.staged(staged), 1);
    assertThat(batches.ledger().decide(batch(1), decision)).isTrue();
    return decision;
  }

  @Test
  void liveLeaseIsRespected() {
    batches.claim(batch(1), target, 1);
    batches.stage(table, batch(1));
    Lease lease = lake.leases().acquire(batch(1).id()).orElseThrow();

    assertThat(batches.recovery().run())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.outcome()).isEqualTo(Recovered.Outcome.HELD);
              assertThat(one.message())
                  .startsWith(
                      "Batch " + batch(1) + " is held by live lease " + batch(1) + " until ")
                  .contains("run test, process");
            });
    assertThat(table.refs()).containsKey(batch(1).branch());

    lease.release();
    assertUndone();
  }

  /** A suspended run may write once more: behind it, there is a second look. */
  @Test
  void undoneBatchOfARunThatMayWakeUpIsClearedTwice() {
    batches.claim(batch(1), target, 1);
    overLease();
    assertUndoneWith(lake.leases(Duration.ofMillis(1)));
    batches.stage(table, batch(1));

    LockSupport.parkNanos(2_000_000);
    assertThat(batches.recovery().run()).isEmpty();
    assertNoTrace();
    assertThat(lake.leases().list()).isEmpty();
  }

  /** Its executors may outlive it for a while. */
  @Test
  void undoneBatchOfAnEndedDriverIsClearedTwice() throws Exception {
    batches.claim(batch(1), target, 1);
    try (Leases driver = lake.leases(Duration.ofMinutes(10), ended(Tasks.IN_EXECUTORS))) {
      driver.acquire(batch(1).id()).orElseThrow().leave();
    }
    assertUndoneWith(lake.leases(Duration.ofMillis(1)));
    Lake.file(table, batch(1), 1);

    LockSupport.parkNanos(2_000_000);
    assertThat(batches.recovery().run()).isEmpty();
    assertNoTrace();
    assertThat(lake.leases().list()).isEmpty();
  }

  @Test
  void undoneBatchOfAnEndedProcessIsClearedOnce() throws Exception {
    batches.claim(batch(1), target, 1);
    try (Leases process = lake.leases(Duration.ofMinutes(10), ended(Tasks.IN_PROCESS))) {
      process.acquire(batch(1).id()).orElseThrow().leave();
    }
    assertUndone();
    assertThat(lake.leases().list()).isEmpty();
  }

  private static Holder ended(Tasks tasks) throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    String host = Holder.ofThisProcess("ended").host();
    return new Holder("ended", host, process.pid(), Instant.EPOCH, tasks);
  }

  private void assertUndoneWith(Leases leases) {
    try (leases) {
      Stores stores = new Stores(lake.catalog(), batches.ledger(), lake.files(), leases);
      assertThat(new Recovery(stores).run())
          .extracting(Recovered::outcome)
          .containsExactly(Recovered.Outcome.ABANDONED);
      assertThat(leases.list()).hasSize(1);
    }
    assertNoTrace();
  }

  private void assertUndone() {
    assertThat(batches.recovery().run())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.batch()).isEqualTo(batch(1));
              assertThat(one.outcome()).isEqualTo(Recovered.Outcome.ABANDONED);
            });
    assertNoTrace();
    assertThat(batches.state(object(1)).ingested()).isEmpty();
    assertThat(batches.recovery().run()).isEmpty();
    assertThat(batches.claim(batch(2), target, 1)).isTrue();
  }

  private void assertNoTrace() {
    assertThat(visible(table)).isEmpty();
    assertThat(table.refs().keySet()).doesNotContain(batch(1).branch());
    assertThat(lake.files().list(table.location(), batch(1))).isEmpty();
  }

  private void assertFinished() {
    assertThat(batches.recovery().run())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.FINISHED);
    assertThat(visible(table)).containsExactly(batch(1).id() + "/0-0-r1-1.parquet");
    assertThat(table.refs()).containsOnlyKeys("main");
    LedgerState state = batches.state(object(1), object(2));
    assertThat(state.ingested(ORDERS, object(1))).isPresent();
    assertThat(state.ingested(ORDERS, object(2))).isEmpty();
    assertThat(batches.recovery().run()).isEmpty();
  }

  private void assertStuck(String reason) {
    assertThat(batches.recovery().run())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.outcome()).isEqualTo(Recovered.Outcome.STUCK);
              assertThat(one.message()).contains(batch(1).id()).contains(reason);
            });
    assertThat(batches.state().unfinished()).containsExactly(batch(1));
  }
}
