package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What others may do to a table while a batch waits on its branch. */
@ExtendWith(SharedSpark.class)
final class StagedBatchTest {
  private static final BatchId EARLIER = batch(1);
  private static final BatchId EARLIEST = batch(0);
  private static final BatchId WAITING = batch(2);
  private static final int ROWS = 5;

  @TempDir Path directory;
  private Lake lake;
  private Table table;
  private long afterEarliest;
  private long staged;

  /** Two batches are published, one file and two files of them; the third is staged. */
  @BeforeEach
  void stageOne() {
    lake = new Lake(directory);
    table = lake.createTable(ORDERS);
    table.updateSchema().addColumn("cost", Types.LongType.get()).commit();
    publish(EARLIEST, List.of(write(EARLIEST, 1)));
    afterEarliest = table.currentSnapshot().snapshotId();
    publish(EARLIER, List.of(write(EARLIER, 1), write(EARLIER, 2)));
    staged = new Publication(table, WAITING).stage(List.of(write(WAITING, 1)));
    table.refresh();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void nothing() {
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    assertThat(costs(WAITING)).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void compaction(SparkSession spark) {
    compact(spark);
    assertThat(liveFiles()).hasSize(1);
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    compact(spark);
    RealRows.expire(table);
    assertThat(liveFiles()).hasSize(1);
    assertOnlyRows(EARLIEST, EARLIER, EARLIER, WAITING);
    assertThat(costs(WAITING)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(new Publication(table, WAITING).publish(staged))
        .isEqualTo(Published.ALREADY_PUBLISHED);
    assertOnlyRows(EARLIEST, EARLIER, EARLIER, WAITING);
  }

  @Test
  void expiry() {
    RealRows.expire(table);
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    RealRows.expire(table);
    assertOnlyRows(EARLIEST, EARLIER, EARLIER, WAITING);
  }

  /** The branch keeps the files of its parent, which no reader of main needs any more. */
  @Test
  void compactionAndExpiry(SparkSession spark) {
    compact(spark);
    RealRows.expire(table);
    RealRows.expire(table);
    assertThat(table.snapshots()).hasSize(2);
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    RealRows.expire(table);
    assertThat(table.snapshots()).hasSize(1);
    assertOnlyRows(EARLIEST, EARLIER, EARLIER, WAITING);
  }

  @Test
  void addedColumn() {
    table.updateSchema().addColumn("late", Types.StringType.get()).commit();
    publishLater(batch(3), "late", "yes");
    assertPublishes(EARLIEST, EARLIER, EARLIER, batch(3));
    assertThat(values(WAITING, "late")).hasSize(ROWS).containsOnlyNulls();
    assertThat(values(batch(3), "late")).hasSize(ROWS).containsOnly("yes");
  }

  @Test
  void droppedColumn() {
    table.updateSchema().deleteColumn("cost").commit();
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    assertThat(table.schema().findField("cost")).isNull();
  }

  /** The new column is another one: no value of the old may show in it, also after compaction. */
  @Test
  void reAddedColumn(SparkSession spark) {
    table.updateSchema().deleteColumn("cost").commit();
    table.updateSchema().addColumn("cost", Types.LongType.get()).commit();
    publishLater(batch(3), "cost", 42L);
    assertPublishes(EARLIEST, EARLIER, EARLIER, batch(3));
    for (boolean compacted : new boolean[] {false, true}) {
      assertThat(values(WAITING, "cost")).as("%s", compacted).hasSize(ROWS).containsOnlyNulls();
      assertThat(values(EARLIER, "cost")).hasSize(2 * ROWS).containsOnlyNulls();
      assertThat(values(batch(3), "cost")).hasSize(ROWS).containsOnly(42L);
      compact(spark);
    }
    assertOnlyRows(EARLIEST, EARLIER, EARLIER, batch(3), WAITING);
  }

  @Test
  void columnReAddedWithAnotherType(SparkSession spark) {
    table.updateSchema().deleteColumn("cost").commit();
    table.updateSchema().addColumn("cost", Types.StringType.get()).commit();
    assertPublishes(EARLIEST, EARLIER, EARLIER);
    compact(spark);
    assertThat(values(WAITING, "cost")).hasSize(ROWS).containsOnlyNulls();
  }

  @Test
  void rollback() {
    table.manageSnapshots().rollbackTo(afterEarliest).commit();
    assertPublishes(EARLIEST);
  }

  @Test
  void rollbackAndExpiry() {
    table.manageSnapshots().rollbackTo(afterEarliest).commit();
    RealRows.expire(table);
    assertPublishes(EARLIEST);
    RealRows.expire(table);
    assertOnlyRows(EARLIEST, WAITING);
  }

  @Test
  void rollbackBesideAForeignWriter() {
    table.manageSnapshots().rollbackTo(afterEarliest).commit();
    table.newAppend().appendFile(write(batch(3), 1)).commit();
    assertPublishes(EARLIEST, batch(3));
  }

  private void assertPublishes(BatchId... others) {
    Publication publication = new Publication(lake.load(ORDERS), WAITING);
    assertOnlyRows(others);
    assertThat(publication.isPublished()).isFalse();
    assertThat(publication.publish(staged)).isEqualTo(Published.PUBLISHED);
    List<BatchId> all = new ArrayList<>(List.of(others));
    all.add(WAITING);
    assertOnlyRows(all.toArray(BatchId[]::new));
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(publication.isPublished()).isTrue();
    assertThat(Long.parseLong(table.currentSnapshot().summary().get("total-records")))
        .isEqualTo((long) ROWS * all.size());
  }

  /** A batch that has two files is named twice. */
  private void assertOnlyRows(BatchId... batches) {
    List<String> expected = new ArrayList<>();
    List<BatchId> seen = new ArrayList<>();
    for (BatchId batch : batches) {
      int number = seen.contains(batch) ? 2 : 1;
      expected.addAll(RealRows.written(batch, number, ROWS));
      seen.add(batch);
    }
    assertThat(RealRows.names(table)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<Object> values(BatchId batch, String column) {
    List<Object> values = new ArrayList<>();
    for (Record row : RealRows.read(table, Expressions.equal("log_batch", batch.id()))) {
      values.add(row.getField(column));
    }
    return values;
  }

  private List<Long> costs(BatchId batch) {
    return values(batch, "cost").stream().map(Long.class::cast).sorted().toList();
  }

  private DataFile write(BatchId batch, int number) {
    return RealRows.write(
        table, batch, number, ROWS, (row, record) -> record.setField("cost", (long) row));
  }

  private void publish(BatchId batch, List<DataFile> files) {
    Publication publication = new Publication(table, batch);
    publication.publish(publication.stage(files));
    table.refresh();
  }

  /** Another batch that was staged later and is published first. */
  private void publishLater(BatchId batch, String column, Object value) {
    publish(
        batch,
        List.of(
            RealRows.write(
                table, batch, 1, ROWS, (row, record) -> record.setField(column, value))));
  }

  private void compact(SparkSession spark) {
    table.refresh();
    SparkActions.get(spark)
        .rewriteDataFiles(table)
        .option("rewrite-all", "true")
        .binPack()
        .execute();
    table.refresh();
  }

  private List<String> liveFiles() {
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
