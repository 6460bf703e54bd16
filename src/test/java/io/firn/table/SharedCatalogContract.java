package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same, with writers that are at it at one time. */
abstract class SharedCatalogContract extends CatalogContract {
  private static final int ROUNDS = 6;
  private static final int WRITERS = 4;
  private static final int COMMITS = 3;

  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

  @AfterEach
  final void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void everyCommitOfManyWritersIsThereOnce() throws Exception {
    create();
    List<Callable<Void>> writers = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = 100 * writer;
      writers.add(
          () -> {
            start.await();
            for (int commit = 0; commit < COMMITS; commit++) {
              appendForeign(batch(first + commit));
            }
            return null;
          });
    }
    for (Future<Void> writer : threads.invokeAll(writers)) {
      writer.get();
    }
    assertThat(RealRows.names(theirs())).hasSize(WRITERS * COMMITS * ROWS).doesNotHaveDuplicates();
  }

  @Test
  void publishersAndAppendersRace() throws Exception {
    create();
    for (int round = 0; round < ROUNDS; round++) {
      BatchId batch = batch(round);
      long staged = stage(batch);
      int foreign = 1000 + round;
      List<Published> ends =
          race(
              () -> mine(batch).publish(staged),
              () -> theirs(batch).publish(staged),
              () -> {
                appendForeign(batch(foreign));
                return Published.PUBLISHED;
              });
      assertThat(ends.subList(0, 2))
          .as("round %d", round)
          .containsExactlyInAnyOrder(Published.PUBLISHED, Published.ALREADY_PUBLISHED);
    }
    assertThat(RealRows.names(theirs())).hasSize(2 * ROUNDS * ROWS).doesNotHaveDuplicates();
    assertThat(theirs().refs()).containsOnlyKeys("main");
  }

  @Test
  void eitherItIsPublishedOrWithdrawn() throws Exception {
    create();
    appendForeign(batch(1000));
    List<BatchId> published = new ArrayList<>(List.of(batch(1000)));
    for (int round = 0; round < ROUNDS; round++) {
      BatchId batch = batch(round);
      long staged = stage(batch);
      // A copy in every other round.
      if (round % 2 == 0) {
        appendForeign(batch(1001 + round));
        published.add(batch(1001 + round));
      }
      CyclicBarrier start = new CyclicBarrier(2);
      Future<Published> publisher =
          threads.submit(() -> together(start, () -> mine(batch).publish(staged)));
      Future<Withdrawal> withdrawer =
          threads.submit(() -> together(start, () -> theirs(batch).withdraw(staged)));
      if (withdrawer.get() == Withdrawal.ALREADY_PUBLISHED) {
        assertThat(publisher.get()).as("round %d", round).isEqualTo(Published.PUBLISHED);
        published.add(batch);
      } else {
        assertThatThrownBy(publisher::get)
            .as("round %d", round)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(PublishRefusedException.class);
      }
      assertOnly(published.toArray(BatchId[]::new));
    }
  }

  @Test
  void onlyOneMakesATable() throws Exception {
    Transaction first = newTable(own);
    Transaction second = newTable(others);
    List<Boolean> made =
        race(
            () -> LogTables.create(own.catalog(), Lake.ORDERS, first),
            () -> LogTables.create(others.catalog(), Lake.ORDERS, second));
    assertThat(made).containsExactlyInAnyOrder(true, false);
    Transaction winner = made.get(0) ? first : second;
    assertThat(theirs().uuid()).isEqualTo(winner.table().uuid());
  }

  @SafeVarargs
  private <T> List<T> race(Callable<T>... runs) throws Exception {
    CyclicBarrier start = new CyclicBarrier(runs.length);
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> run : runs) {
      futures.add(threads.submit(() -> together(start, run)));
    }
    List<T> ends = new ArrayList<>();
    for (Future<T> future : futures) {
      ends.add(future.get());
    }
    return ends;
  }

  private static <T> T together(CyclicBarrier start, Callable<T> work) throws Exception {
    start.await();
    return work.call();
  }
}
