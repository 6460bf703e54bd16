package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static io.firn.table.Lake.file;
import static io.firn.table.Lake.visible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicationTest {
  private static final int ROUNDS = 10;

  @TempDir Path directory;
  private Lake lake;
  private Table table;

  @BeforeEach
  void createTable() {
    lake = new Lake(directory);
    table = lake.createTable(ORDERS);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void stagedFilesAreInvisibleUntilPublished() {
    long staged = stage(batch(1));
    assertThat(visible(table)).isEmpty();
    assertThat(table.refs()).containsKey(batch(1).branch());

    assertThat(publish(batch(1), staged)).isEqualTo(Published.PUBLISHED);
    assertOnlyPublished(batch(1));
  }

  @Test
  void fastForwardAndCopyBothPublish() {
    publish(batch(1), stage(batch(1)));
    long second = stage(batch(2));
    long third = stage(batch(3));

    assertThat(publish(batch(2), second)).isEqualTo(Published.PUBLISHED);
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(second);
    assertThat(publish(batch(3), third)).isEqualTo(Published.PUBLISHED);
    assertThat(table.currentSnapshot().snapshotId()).isNotEqualTo(third);
    assertOnlyPublished(batch(1), batch(2), batch(3));
  }

  /** Planners of queries go by these totals. */
  @Test
  void theTablesTotalsCountOn() {
    publish(batch(1), stage(batch(1)));
    long records = total("total-records");
    long second = stage(batch(2));
    long third = stage(batch(3));
    publish(batch(2), second);
    assertThat(total("total-records")).isEqualTo(2 * records);
    publish(batch(3), third);
    assertThat(total("total-records")).isEqualTo(3 * records);
    assertThat(total("total-data-files")).isEqualTo(3);
  }

  private long total(String name) {
    table.refresh();
    return Long.parseLong(table.currentSnapshot().summary().get(name));
  }

  @Test
  void secondPublicationChangesNothing() {
    long fastForward = stage(batch(1));
    publish(batch(1), fastForward);
    long copied = stage(batch(2));
    appendForeign(7);
    publish(batch(2), copied);

    assertThat(publish(batch(1), fastForward)).isEqualTo(Published.ALREADY_PUBLISHED);
    assertThat(publish(batch(2), copied)).isEqualTo(Published.ALREADY_PUBLISHED);
    assertOnlyPublished(batch(1), batch(2), batch(7));
  }

  @Test
  void branchLeftByAnotherPublisherIsRemoved() {
    long staged = stage(batch(1));
    lake.load(ORDERS).manageSnapshots().cherrypick(staged).commit();

    assertThat(publish(batch(1), staged)).isEqualTo(Published.ALREADY_PUBLISHED);
    assertOnlyPublished(batch(1));
  }

  @Test
  void stagingTwiceStagesOnce() {
    long staged = stage(batch(1));
    assertThat(stage(batch(1))).isEqualTo(staged);
  }

  @Test
  void rolledBackBatchIsNotPublishedAgain() {
    appendForeign(7);
    long before = table.currentSnapshot().snapshotId();
    long staged = stage(batch(1));
    publish(batch(1), staged);
    table.manageSnapshots().rollbackTo(before).commit();

    assertThatThrownBy(() -> publish(batch(1), staged))
        .isInstanceOf(PublishRefusedException.class)
        .hasMessage(
            "Cannot publish batch "
                + batch(1)
                + " to lake.logs.orders: it was published before, and the table was rolled back"
                + " since");
    assertThat(visible(table)).hasSize(1);
  }

  @Test
  void missingSnapshotIsRefused() {
    assertThatThrownBy(() -> publish(batch(1), 42))
        .isInstanceOf(PublishRefusedException.class)
        .hasMessageContaining("its staged snapshot 42 is gone")
        .hasMessageEndingWith(
            "(say which: firn ledger resolve " + batch(1) + " --committed|--abandoned)")
        .extracting(thrown -> ((PublishRefusedException) thrown).reason())
        .isEqualTo(PublishRefusedException.Reason.UNKNOWABLE);
  }

  @Test
  void publishersAndAppendersRace() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        BatchId batch = batch(round);
        int foreign = 1000 + round;
        long staged = stage(batch);
        Callable<Published> publisher = () -> publication(batch).publish(staged);
        List<Future<Published>> publishers =
            List.of(threads.submit(publisher), threads.submit(publisher));
        Future<?> appender = threads.submit(() -> appendForeign(foreign));
        appender.get();
        List<Published> ends = new ArrayList<>();
        for (Future<Published> end : publishers) {
          ends.add(end.get());
        }
        assertThat(ends)
            .as("round %d", round)
            .containsExactlyInAnyOrder(Published.PUBLISHED, Published.ALREADY_PUBLISHED);
      }
    } finally {
      threads.shutdownNow();
    }
    table.refresh();
    assertThat(visible(table)).hasSize(2 * ROUNDS).doesNotHaveDuplicates();
    assertThat(table.refs()).containsOnlyKeys("main");
  }

  private Publication publication(BatchId batch) {
    return new Publication(lake.load(ORDERS), batch);
  }

  private long stage(BatchId batch) {
    long staged = publication(batch).stage(List.of(file(table, batch, 1)));
    table.refresh();
    return staged;
  }

  private Published publish(BatchId batch, long snapshotId) {
    Published published = publication(batch).publish(snapshotId);
    table.refresh();
    return published;
  }

  private void appendForeign(int number) {
    Table foreign = lake.load(ORDERS);
    foreign.newAppend().appendFile(file(foreign, batch(number), 1)).commit();
    table.refresh();
  }

  private void assertOnlyPublished(BatchId... batches) {
    List<String> expected = new ArrayList<>();
    for (BatchId batch : batches) {
      expected.add(batch.id() + "/0-0-r1-1.parquet");
    }
    assertThat(visible(table)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(table.refs()).containsOnlyKeys("main");
  }
}
