package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static io.firn.table.PublishRefusedException.Reason.ROLLED_BACK;
import static io.firn.table.PublishRefusedException.Reason.UNKNOWABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table says of a batch, whatever became of its snapshots. */
final class PublishedBatchTest {
  private static final int ROWS = 3;

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
  void itsBranchIsNotTheTable() {
    assertThat(isPublished(batch(1))).isFalse();
    long first = stage(batch(1));
    assertThat(isPublished(batch(1))).isFalse();
    publish(batch(1), first);
    stage(batch(2));
    assertThat(isPublished(batch(2))).isFalse();
  }

  @Test
  void fastForwardedOrCopiedItIsPublished() {
    long first = stage(batch(1));
    long second = stage(batch(2));
    publish(batch(1), first);
    publish(batch(2), second);
    assertThat(isPublished(batch(1))).isTrue();
    assertThat(isPublished(batch(2))).isTrue();
  }

  @Test
  void rowsTellWhenAllHistoryIsGone() {
    long first = stage(batch(1));
    long second = stage(batch(2));
    long never = stage(batch(3));
    publish(batch(1), first);
    publish(batch(2), second);
    new Publication(table, batch(3)).dropBranch();
    RealRows.compact(table);
    RealRows.expire(table);
    assertThat(table.snapshots()).hasSize(1);

    assertThat(isPublished(batch(1))).isTrue();
    assertThat(isPublished(batch(2))).isTrue();
    assertThat(isPublished(batch(3))).isFalse();
    assertThat(publish(batch(1), first)).isEqualTo(Published.ALREADY_PUBLISHED);
    assertThat(publish(batch(2), second)).isEqualTo(Published.ALREADY_PUBLISHED);
    assertRefused(batch(3), never, UNKNOWABLE);
    assertThat(RealRows.names(table)).hasSize(2 * ROWS).doesNotHaveDuplicates();
  }

  /** Files of other batches may have bounds around this one. */
  @Test
  void itsOwnRowsTellNotThoseOfNeighbours() {
    List<Record> neighbours =
        List.of(
            RealRows.record(table, batch(1), "before"), RealRows.record(table, batch(3), "after"));
    String path = table.location() + "/data/merged.parquet";
    table.newAppend().appendFile(RealRows.write(table, path, neighbours)).commit();

    assertThat(isPublished(batch(1))).isTrue();
    assertThat(isPublished(batch(2))).isFalse();
    assertRefused(batch(2), 42, UNKNOWABLE);
  }

  @Test
  void deletedRowsAreNoSign() {
    long staged = stage(batch(1));
    publish(batch(1), staged);
    appendForeign(7);
    table.newDelete().deleteFromRowFilter(Expressions.equal("log_batch", batch(1).id())).commit();
    assertThat(isPublished(batch(1))).as("by history").isTrue();
    RealRows.expire(table);
    assertThat(isPublished(batch(1))).isFalse();
    assertRefused(batch(1), staged, UNKNOWABLE);
  }

  @Test
  void rolledBackItIsNotPublished() {
    appendForeign(7);
    long before = table.currentSnapshot().snapshotId();
    long first = stage(batch(1));
    long second = stage(batch(2));
    publish(batch(1), first);
    publish(batch(2), second);
    assertThat(Publication.rolledBack(table)).isEmpty();
    rollBack(before);

    assertThat(isPublished(batch(1))).isFalse();
    assertThat(isPublished(batch(2))).isFalse();
    assertRefused(batch(1), first, ROLLED_BACK);
    assertRefused(batch(2), second, ROLLED_BACK);
    assertThat(Publication.rolledBack(table)).containsExactly(batch(1), batch(2));
    appendForeign(8);
    assertThat(Publication.rolledBack(table)).containsExactly(batch(1), batch(2));
    RealRows.expire(table);
    assertThat(Publication.rolledBack(table)).isEmpty();
    assertRefused(batch(2), second, UNKNOWABLE);
  }

  @Test
  void rolledForwardItIsPublishedAgain() {
    appendForeign(7);
    long before = table.currentSnapshot().snapshotId();
    long staged = stage(batch(1));
    publish(batch(1), staged);
    rollBack(before);
    table.manageSnapshots().setCurrentSnapshot(staged).commit();

    assertThat(isPublished(batch(1))).isTrue();
    assertThat(Publication.rolledBack(table)).isEmpty();
    assertThat(publish(batch(1), staged)).isEqualTo(Published.ALREADY_PUBLISHED);
  }

  @Test
  void rowsThatSomebodyPutBackCount() {
    appendForeign(7);
    long before = table.currentSnapshot().snapshotId();
    long staged = stage(batch(1));
    publish(batch(1), staged);
    rollBack(before);
    String path = table.location() + "/data/put-back.parquet";
    List<Record> rows = List.of(RealRows.record(table, batch(1), "again"));
    table.newAppend().appendFile(RealRows.write(table, path, rows)).commit();

    assertThat(isPublished(batch(1))).isTrue();
    assertThat(publish(batch(1), staged)).isEqualTo(Published.ALREADY_PUBLISHED);
  }

  /** Foreign writers may use wap.id too. */
  @Test
  void onlyBatchesAreReportedAsRolledBack() {
    appendForeign(7);
    long before = table.currentSnapshot().snapshotId();
    table
        .newAppend()
        .set("wap.id", "audit-17")
        .appendFile(RealRows.write(table, batch(8), 1, ROWS))
        .commit();
    rollBack(before);
    assertThat(Publication.rolledBack(table)).isEmpty();
  }

  @Test
  void badRecordsCarryTheirBatchInAnotherColumn() {
    Table quarantine =
        other(
            new Schema(
                Types.NestedField.required(1, "batch", Types.StringType.get()),
                Types.NestedField.required(2, "object", Types.StringType.get())));
    Record row = GenericRecord.create(quarantine.schema());
    row.setField("batch", batch(1).id());
    row.setField("object", "o");
    String path = quarantine.location() + "/data/some.parquet";
    quarantine.newAppend().appendFile(RealRows.write(quarantine, path, List.of(row))).commit();

    assertThat(new Publication(quarantine, batch(1)).isPublished()).isTrue();
    assertThat(new Publication(quarantine, batch(2)).isPublished()).isFalse();
  }

  @Test
  void rowsWithoutABatchTellNothing() {
    Table foreign = other(new Schema(Types.NestedField.required(1, "a", Types.StringType.get())));
    Publication publication = new Publication(foreign, batch(1));
    assertThatThrownBy(publication::isPublished)
        .isInstanceOf(PublishRefusedException.class)
        .hasMessageContaining("no column log_batch");
    assertThatThrownBy(() -> publication.publish(42)).isInstanceOf(PublishRefusedException.class);
  }

  private Table other(Schema schema) {
    return lake.catalog()
        .createTable(TableIdentifier.of("logs", "other"), schema, PartitionSpec.unpartitioned());
  }

  private boolean isPublished(BatchId batch) {
    return new Publication(lake.load(ORDERS), batch).isPublished();
  }

  private long stage(BatchId batch) {
    return RealRows.stage(table, batch, ROWS);
  }

  private Published publish(BatchId batch, long staged) {
    Published published = new Publication(lake.load(ORDERS), batch).publish(staged);
    table.refresh();
    return published;
  }

  private void rollBack(long snapshot) {
    table.manageSnapshots().rollbackTo(snapshot).commit();
    table.refresh();
  }

  private void appendForeign(int number) {
    table.newAppend().appendFile(RealRows.write(table, batch(number), 1, 1)).commit();
  }

  private void assertRefused(BatchId batch, long staged, PublishRefusedException.Reason reason) {
    long before = lake.load(ORDERS).currentSnapshot().snapshotId();
    assertThatThrownBy(() -> publish(batch, staged))
        .isInstanceOf(PublishRefusedException.class)
        .hasMessageStartingWith("Cannot publish batch " + batch + " to lake.logs.orders: ")
        .extracting(thrown -> ((PublishRefusedException) thrown).reason())
        .isEqualTo(reason);
    assertThat(lake.load(ORDERS).currentSnapshot().snapshotId()).isEqualTo(before);
  }
}
