package io.firn.ledger;

import static io.firn.ledger.Batches.committing;
import static io.firn.ledger.Batches.ingested;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static io.firn.table.Lake.visible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.TableName;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.LostTables.Why;
import io.firn.ledger.Resolution.Part;
import io.firn.ledger.Resolution.Part.End;
import io.firn.ledger.Resolution.Word;
import io.firn.quarantine.BadRecord;
import io.firn.quarantine.BadRecordFile;
import io.firn.quarantine.QuarantineTable;
import io.firn.state.Lease;
import io.firn.state.Leases;
import io.firn.table.BatchFiles;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to tables behind firn, how it is found, and what their word on it does. */
final class ResolutionTest {
  private static final TableName OTHER = TableName.parse("logs.other");

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
  void droppedTableIsFoundAndReopened() {
    ingest(1);
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);
    assertThat(lost(1, 2)).containsExactly(new Lost(ORDERS, Why.DROPPED, 1, Set.of(batch(1))));

    assertThat(reopen()).containsExactly(new Part(batch(1), ORDERS, End.FREED));
    assertThat(lost(1)).isEmpty();
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isEmpty();
    assertThat(batches.state().unfinished()).isEmpty();
    assertThat(reopen()).isEmpty();
  }

  @Test
  void tableMadeAnewIsFoundAndReopened() {
    ingest(1);
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);
    table = lake.createTable(ORDERS);
    target = Target.of(ORDERS, table);
    ingest(2);
    assertThat(lost(1, 2)).extracting(Lost::why).containsExactly(Why.RECREATED);

    assertThat(reopen()).containsExactly(new Part(batch(1), ORDERS, End.FREED));
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isEmpty();
    assertThat(batches.state(object(2)).ingested(ORDERS, object(2))).isPresent();
  }

  @Test
  void rolledBackBatchIsFoundReopenedAndCannotComeBack() {
    ingest(1);
    long before = lake.load(ORDERS).currentSnapshot().snapshotId();
    long staged = ingest(2);
    lake.load(ORDERS).manageSnapshots().rollbackTo(before).commit();
    assertThat(lost(1, 2))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.why()).isEqualTo(Why.ROLLED_BACK);
              assertThat(one.batches()).containsExactly(batch(2));
              assertThat(one.message())
                  .isEqualTo(
                      "Table logs.orders was rolled back after 1 object of batch "
                          + batch(2)
                          + " was ingested: firn ledger reopen logs.orders puts them back, firn"
                          + " ledger resolve <batch> --committed leaves it so");
            });

    assertThat(reopen()).containsExactly(new Part(batch(2), ORDERS, End.FREED));
    assertThat(batches.state(object(2)).ingested(ORDERS, object(2))).isEmpty();
    table.refresh();
    assertThat(table.snapshot(staged)).isNull();
    assertThat(lost(1, 2)).isEmpty();
  }

  @Test
  void rolledBackBatchMayBeAccepted() {
    ingest(1);
    long before = lake.load(ORDERS).currentSnapshot().snapshotId();
    ingest(2);
    lake.load(ORDERS).manageSnapshots().rollbackTo(before).commit();

    assertThat(resolve(2, Word.COMMITTED))
        .containsExactly(new Part(batch(2), ORDERS, End.ACCEPTED));
    assertThat(lost(1, 2)).isEmpty();
    assertThat(batches.state(object(2)).ingested(ORDERS, object(2))).isPresent();
    assertThat(batches.ledger().batch(batch(2)).accepted()).containsExactly(ORDERS);
    assertThat(reopen()).isEmpty();
  }

  @Test
  void whatIsInTheTableIsNotReopened() {
    ingest(1);
    assertThat(reopen()).isEmpty();
    assertThatThrownBy(() -> resolve(1, Word.ABANDONED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot resolve batch "
                + batch(1)
                + ": it is recorded, and its events are in its tables");
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
  }

  @Test
  void stuckBatchIsAbandoned() {
    long staged = decide(1);
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);
    assertThat(batches.recovery().run()).extracting(Recovered::isStuck).containsExactly(true);

    assertThat(resolve(1, Word.ABANDONED)).containsExactly(new Part(batch(1), ORDERS, End.FREED));
    assertThat(batches.recovery().run()).isEmpty();
    assertThat(batches.state().unfinished()).isEmpty();
    assertThat(lake.files().list(target.location(), batch(1))).isEmpty();
    assertThat(batches.claim(batch(2), target, 1)).isTrue();
    assertThat(staged).isPositive();
  }

  @Test
  void stuckBatchIsCommitted() {
    batches.claim(batch(1), target, 1);
    batches.ledger().decide(batch(1), committing(batch(1), target.staged(42), 1));
    assertThat(batches.recovery().run())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.message())
                    .contains("firn ledger resolve " + batch(1) + " --committed|--abandoned"));

    assertThat(resolve(1, Word.COMMITTED))
        .containsExactly(new Part(batch(1), ORDERS, End.ACCEPTED));
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    assertThat(batches.recovery().run()).isEmpty();
  }

  /** Published as a copy beside another writer, rolled back, given up: the copy goes too. */
  @Test
  void copiesOfAReopenedBatchCannotComeBack() {
    ingest(1);
    long before = lake.load(ORDERS).currentSnapshot().snapshotId();
    long staged = decide(2);
    table.refresh();
    table.newAppend().appendFile(Lake.file(table, batch(9), 1)).commit();
    new Publication(lake.load(ORDERS), batch(2)).publish(staged);
    long copy = lake.load(ORDERS).currentSnapshot().snapshotId();
    batches.ledger().record(batch(2), ingested(committing(batch(2), target, 2)));
    lake.load(ORDERS).manageSnapshots().rollbackTo(before).commit();

    lake.load(ORDERS).manageSnapshots().createTag("eve", copy).commit();
    assertThatThrownBy(this::reopen)
        .hasMessageContaining(
            "snapshot " + copy + " is kept by tag eve (ALTER TABLE ... DROP TAG eve");
    assertThat(batches.state(object(2)).ingested(ORDERS, object(2))).isPresent();

    lake.load(ORDERS).manageSnapshots().removeTag("eve").commit();
    assertThat(reopen()).containsExactly(new Part(batch(2), ORDERS, End.FREED));
    table.refresh();
    assertThat(table.snapshot(copy)).isNull();
    assertThat(table.snapshot(staged)).isNull();
    assertThat(table.currentSnapshot().parentId()).isEqualTo(before);
  }

  /**
   * Snapshots that a table was rolled back behind have the files: the same word twice keeps them.
   */
  @Test
  void filesOfARolledBackBatchStayHoweverOftenItIsGivenUp() {
    ingest(1);
    long before = lake.load(ORDERS).currentSnapshot().snapshotId();
    long staged = decide(2);
    new Publication(lake.load(ORDERS), batch(2)).publish(staged);
    lake.load(ORDERS).manageSnapshots().rollbackTo(before).commit();
    assertThat(batches.recovery().run()).extracting(Recovered::isStuck).containsExactly(true);

    assertThat(resolve(2, Word.ABANDONED)).containsExactly(new Part(batch(2), ORDERS, End.FREED));
    assertThat(resolve(2, Word.ABANDONED)).isEmpty();
    assertThat(lake.files().list(target.location(), batch(2))).hasSize(1);
    assertThatThrownBy(() -> resolve(2, Word.COMMITTED)).hasMessageContaining("it was abandoned");
  }

  @Test
  void tableThatWasNeverFilledIsNotReopened() {
    assertThatThrownBy(this::reopen)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot reopen logs.orders: no batch was ever recorded for it");
  }

  /** A zombie between decide and publish, after a person gave its batch up. */
  @Test
  void abandonedBatchCannotBePublishedLater() {
    long staged = decide(1);
    assertThat(resolve(1, Word.ABANDONED)).containsExactly(new Part(batch(1), ORDERS, End.FREED));

    assertThatThrownBy(() -> new Publication(lake.load(ORDERS), batch(1)).publish(staged))
        .hasMessageContaining("Cannot publish batch " + batch(1));
    assertThat(visible(table)).isEmpty();
    assertThat(batches.ledger().record(batch(1), ingested(committing(batch(1), target, 1))))
        .isFalse();
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isEmpty();
  }

  @Test
  void whatWasPublishedGoesBeforeThePersonsWord() {
    long staged = decide(1);
    new Publication(table, batch(1)).publish(staged);
    assertThat(resolve(1, Word.ABANDONED))
        .containsExactly(new Part(batch(1), ORDERS, End.PUBLISHED));
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    assertThat(visible(table)).hasSize(1);
  }

  /** One table has its part, the other was dropped. */
  @Test
  void eachTableHasItsOwnEnd() {
    Table other = lake.createTable(OTHER);
    Target otherTarget = Target.of(OTHER, other);
    List<LedgerRow> claim = new ArrayList<>(Batches.claimed(batch(1), target, 1));
    claim.addAll(Batches.claimed(batch(1), otherTarget, 2));
    assertThat(batches.ledger().claim(batches.state(), batch(1), claim).isClaimed()).isTrue();
    List<LedgerRow> decision =
        new ArrayList<>(committing(batch(1), target.staged(batches.stage(table, batch(1))), 1));
    decision.addAll(committing(batch(1), otherTarget.staged(batches.stage(other, batch(1))), 2));
    batches.ledger().decide(batch(1), decision);
    lake.catalog().dropTable(LogTables.identifier(OTHER), false);
    assertThat(batches.recovery().run()).extracting(Recovered::isStuck).containsExactly(true);

    assertThat(resolve(1, Word.ABANDONED))
        .containsExactlyInAnyOrder(
            new Part(batch(1), ORDERS, End.PUBLISHED), new Part(batch(1), OTHER, End.FREED));
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1))).isPresent();
    LedgerState state = batches.ledger().read(List.of(new Candidate(OTHER, object(2))));
    assertThat(state.ingested(OTHER, object(2))).isEmpty();
    assertThat(state.claimed(OTHER, object(2))).isEmpty();
  }

  /** The bad records of a batch whose only data table was dropped stay, whoever clears later. */
  @Test
  void givenUpBatchKeepsWhatWasPublishedOfIt() throws Exception {
    QuarantineTable quarantine = QuarantineTable.open(lake.catalog());
    Table bad = quarantine.table();
    Target badTarget = Target.of(QuarantineTable.NAME, bad);
    List<LedgerRow> claim = new ArrayList<>(Batches.claimed(batch(1), target, 1));
    claim.add(LedgerRow.claimed(batch(1), badTarget));
    assertThat(batches.ledger().claim(batches.state(), batch(1), claim).isClaimed()).isTrue();
    List<LedgerRow> decision =
        new ArrayList<>(committing(batch(1), target.staged(batches.stage(table, batch(1))), 1));
    long staged = new Publication(bad, batch(1)).stage(badRecords(bad));
    decision.add(LedgerRow.committing(batch(1), badTarget.staged(staged)));
    batches.ledger().decide(batch(1), decision);
    new Publication(bad, batch(1)).publish(staged);
    lake.catalog().dropTable(LogTables.identifier(ORDERS), false);

    assertThat(resolve(1, Word.ABANDONED))
        .containsExactlyInAnyOrder(
            new Part(batch(1), ORDERS, End.FREED),
            new Part(batch(1), QuarantineTable.NAME, End.PUBLISHED));
    assertThat(batches.ledger().batch(batch(1)).state()).contains(LedgerEvent.ABANDONED);
    try (Leases brief = lake.leases(Duration.ofMillis(1))) {
      brief.acquire(batch(1).id()).orElseThrow().leave();
    }
    LockSupport.parkNanos(2_000_000);
    assertThat(batches.recovery().run()).isEmpty();
    assertThat(resolve(1, Word.ABANDONED)).isEmpty();
    assertThat(quarantine.read(10)).hasSize(1);
  }

  private static List<DataFile> badRecords(Table bad) throws IOException {
    String path = BatchFiles.path(bad.location(), batch(1), 0, 0, 1, 0);
    BadRecordFile file = new BadRecordFile(bad, path, batch(1), Instant.EPOCH);
    file.add(new BadRecord("s3://landing/orders/1.gz", 0, "no stamp", new byte[] {1}));
    return file.complete();
  }

  @Test
  void undecidedBatchIsNotCommitted() {
    batches.claim(batch(1), target, 1);
    assertThatThrownBy(() -> resolve(1, Word.COMMITTED))
        .hasMessageContaining("it was never decided");
    assertThat(resolve(1, Word.ABANDONED)).isEmpty();
    assertThat(batches.state().unfinished()).isEmpty();
    assertThatThrownBy(() -> resolve(9, Word.ABANDONED))
        .hasMessage(
            "Cannot resolve batch " + batch(9) + ": there is no such batch (see firn ledger list)");
  }

  @Test
  void heldBatchIsLeftToItsRun() {
    decide(1);
    try (Lease held = lake.leases().acquire(batch(1).id()).orElseThrow()) {
      assertThat(held.isHeld()).isTrue();
      assertThatThrownBy(() -> resolve(1, Word.ABANDONED))
          .isInstanceOf(HeldBatchException.class)
          .hasMessageStartingWith(
              "Cannot resolve batch "
                  + batch(1)
                  + ": it is held by live lease "
                  + batch(1)
                  + " until ");
    }
    assertThat(batches.state().unfinished()).containsExactly(batch(1));
  }

  private List<Part> resolve(int number, Word word) {
    return new Resolution(batches.stores()).resolve(batch(number), word);
  }

  private List<Part> reopen() {
    return new Resolution(batches.stores()).reopen(ORDERS);
  }

  private List<Lost> lost(int... numbers) {
    List<Candidate> candidates = new ArrayList<>();
    for (int number : numbers) {
      candidates.add(new Candidate(ORDERS, object(number)));
    }
    return new LostTables(lake.catalog(), batches.ledger()).find(batches.ledger().read(candidates));
  }

  /** A batch of its number with one object of its number, staged and decided. */
  private long decide(int number) {
    batches.claim(batch(number), target, number);
    long staged = batches.stage(table, batch(number));
    List<LedgerRow> decision = committing(batch(number), target.staged(staged), number);
    assertThat(batches.ledger().decide(batch(number), decision)).isTrue();
    return staged;
  }

  private long ingest(int number) {
    long staged = decide(number);
    new Publication(lake.load(ORDERS), batch(number)).publish(staged);
    batches.ledger().record(batch(number), ingested(committing(batch(number), target, number)));
    return staged;
  }
}
