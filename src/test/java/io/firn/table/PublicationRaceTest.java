package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.IcebergBuild;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two publishers, an appender and an expirer at once on one table. The build runs it on the Iceberg
 * that firn is compiled with, and once more on the newest.
 */
@Tag("long")
final class PublicationRaceTest {
  private static final int ROUNDS = 50;
  private static final int FOREIGN = 1000;

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
  void runsOnTheIcebergThatItIsMeantFor() {
    assertThat(IcebergBuild.version()).isEqualTo(System.getProperty("firn.iceberg-version"));
  }

  @Test
  void eachBatchIsPublishedOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<String> expected = new ArrayList<>();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(race(threads, round))
            .as("round %d", round)
            .containsExactlyInAnyOrder(Published.PUBLISHED, Published.ALREADY_PUBLISHED);
        expected.add(batch(round).id() + "/0-0-r1-1.parquet");
        expected.add(batch(FOREIGN + round).id() + "/0-0-r1-1.parquet");
        table.refresh();
        assertThat(table.refs()).as("round %d", round).containsOnlyKeys("main");
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(Lake.visible(table)).containsExactlyInAnyOrderElementsOf(expected);
    assertLiveFilesExist();
  }

  /** How the two publishers ended. */
  private List<Published> race(ExecutorService threads, int round) throws Exception {
    BatchId batch = batch(round);
    long staged = new Publication(table, batch).stage(List.of(Lake.file(table, batch, 1)));
    CyclicBarrier start = new CyclicBarrier(4);
    Callable<Published> publisher = publisher(start, batch, staged);
    List<Future<Published>> publishers =
        List.of(threads.submit(publisher), threads.submit(publisher(start, batch, staged)));
    Future<?> appender = threads.submit(appender(start, round));
    Future<?> expirer = threads.submit(expirer(start));
    appender.get();
    expirer.get();
    List<Published> ends = new ArrayList<>();
    for (Future<Published> end : publishers) {
      ends.add(end.get());
    }
    return ends;
  }

  private Callable<Published> publisher(CyclicBarrier start, BatchId batch, long staged) {
    Publication publication = new Publication(lake.load(ORDERS), batch);
    return () -> {
      start.await();
      return publication.publish(staged);
    };
  }

  private Callable<?> appender(CyclicBarrier start, int round) {
    Table own = lake.load(ORDERS);
    return () -> {
      start.await();
      own.newAppend().appendFile(Lake.file(own, batch(FOREIGN + round), 1)).commit();
      return own;
    };
  }

  private Callable<?> expirer(CyclicBarrier start) {
    Table own = lake.load(ORDERS);
    return () -> {
      start.await();
      own.expireSnapshots()
          .expireOlderThan(System.currentTimeMillis())
          .retainLast(1)
          .cleanExpiredFiles(true)
          .commit();
      return own;
    };
  }

  private void assertLiveFilesExist() throws IOException {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        Path file = Path.of(task.file().location().replaceFirst("^file:(//)?", ""));
        assertThat(Files.exists(file)).as("%s", file).isTrue();
      }
    }
  }
}
