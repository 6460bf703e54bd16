package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WithdrawalTest {
  private static final int ROUNDS = 20;
  private static final int ROWS = 2;

  @TempDir Path directory;
  private Lake lake;
  private Table table;

  @BeforeEach
  void createTable() {
    lake = new Lake(directory);
    table = lake.createTable(ORDERS);
    table.newAppend().appendFile(RealRows.write(table, batch(0), 1, ROWS)).commit();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void withdrawnBatchCannotBePublished() {
    long staged = stage(batch(1));
    assertThat(withdraw(batch(1), staged)).isEqualTo(Withdrawal.WITHDRAWN);
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(table.snapshot(staged)).isNull();
    assertThat(lake.files().list(table.location(), batch(1))).hasSize(1);

    assertThatThrownBy(() -> new Publication(lake.load(ORDERS), batch(1)).publish(staged))
        .isInstanceOf(PublishRefusedException.class);
    assertThat(RealRows.names(table)).isEqualTo(RealRows.written(batch(0), 1, ROWS));
    assertThat(withdraw(batch(1), staged)).as("again").isEqualTo(Withdrawal.WITHDRAWN);
  }

  @Test
  void soCanNotOneWhoseBranchIsGone() {
    long staged = stage(batch(1));
    new Publication(table, batch(1)).dropBranch();
    assertThat(withdraw(batch(1), staged)).isEqualTo(Withdrawal.WITHDRAWN);
    assertThat(table.snapshot(staged)).isNull();
  }

  @Test
  void historyOfOthersIsKept() {
    table.newAppend().appendFile(RealRows.write(table, batch(7), 1, ROWS)).commit();
    table.updateProperties().set("history.expire.max-snapshot-age-ms", "1").commit();
    long staged = stage(batch(1));
    stage(batch(2));
    withdraw(batch(1), staged);
    // Its own snapshot is gone, and an empty one is there that says so.
    assertThat(table.snapshots()).hasSize(4);
    assertThat(table.history()).hasSize(3);
    assertThat(table.currentSnapshot().summary())
        .containsEntry("firn.withdrawn", batch(1).id())
        .containsEntry("total-records", String.valueOf(2 * ROWS));
    assertThat(table.refs()).containsOnlyKeys("main", batch(2).branch());
  }

  @Test
  void publishedBatchStays() {
    long staged = stage(batch(1));
    new Publication(table, batch(1)).publish(staged);
    assertAlreadyPublished(staged);
    RealRows.compact(table);
    RealRows.expire(table);
    assertAlreadyPublished(staged);
    assertThat(RealRows.names(table)).hasSize(2 * ROWS);
  }

  private void assertAlreadyPublished(long staged) {
    String before = metadata();
    assertThat(withdraw(batch(1), staged)).isEqualTo(Withdrawal.ALREADY_PUBLISHED);
    assertThat(metadata()).isEqualTo(before);
  }

  @Test
  void eitherItIsPublishedOrWithdrawn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    int published = 0;
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        BatchId batch = batch(round);
        long staged = stage(batch);
        // A copy in every other round.
        if (round % 2 == 0) {
          table.newAppend().appendFile(RealRows.write(table, batch(100 + round), 1, 1)).commit();
        }
        published += race(threads, batch, staged);
      }
    } finally {
      threads.shutdownNow();
    }
    table.refresh();
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(RealRows.names(table)).hasSize(ROWS + ROUNDS / 2 + published * ROWS);
  }

  /** How many of the two published. */
  private int race(ExecutorService threads, BatchId batch, long staged) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Publication publisher = new Publication(lake.load(ORDERS), batch);
    Publication withdrawer = new Publication(lake.load(ORDERS), batch);
    Future<Published> published =
        threads.submit(() -> together(start, () -> publisher.publish(staged)));
    Future<Withdrawal> withdrawn =
        threads.submit(() -> together(start, () -> withdrawer.withdraw(staged)));
    if (withdrawn.get() == Withdrawal.ALREADY_PUBLISHED) {
      assertThat(published.get()).as("batch %s", batch).isEqualTo(Published.PUBLISHED);
      assertThat(RealRows.names(table)).containsAll(RealRows.written(batch, 1, ROWS));
      return 1;
    }
    assertThatThrownBy(published::get)
        .as("batch %s", batch)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(PublishRefusedException.class);
    assertThat(RealRows.names(table)).noneMatch(name -> name.startsWith(batch.id()));
    assertThat(RealRows.snapshotsOf(table, batch)).isEmpty();
    return 0;
  }

  private static <T> T together(CyclicBarrier start, Supplier<T> work) throws Exception {
    start.await();
    return work.get();
  }

  private long stage(BatchId batch) {
    return RealRows.stage(table, batch, ROWS);
  }

  private Withdrawal withdraw(BatchId batch, long staged) {
    Withdrawal withdrawal = new Publication(lake.load(ORDERS), batch).withdraw(staged);
    table.refresh();
    return withdrawal;
  }

  private String metadata() {
    return ((BaseTable) lake.load(ORDERS)).operations().current().metadataFileLocation();
  }
}
