package io.firn.maintain;

import static io.firn.maintain.MaintainedLake.FIRST_DAY;
import static io.firn.maintain.MaintainedLake.ORDERS;
import static io.firn.maintain.MaintainedLake.assertRows;
import static io.firn.maintain.MaintainedLake.layout;
import static io.firn.maintain.MaintainedLake.request;
import static io.firn.maintain.MaintainedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.maintain.StepReport.Kind;
import io.firn.table.Publication;
import io.firn.table.Published;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Days, snapshots, schemas and manifests that are not needed any more go; nothing else does. */
@ExtendWith(SharedSpark.class)
final class HistoryTest {
  private static final long TARGET = 256 << 20;
  private static final BatchId STAGED = BatchId.of(Instant.parse("2026-01-05T00:00:00Z"), 1);

  @TempDir Path directory;
  private MaintainedLake lake;
  private Table table;

  @BeforeEach
  void open(SparkSession spark) throws IOException {
    lake = new MaintainedLake(directory.toRealPath(), spark, 1);
    table = lake.create(ORDERS, Map.of());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static Clock in(Duration time) {
    return Clock.offset(Clock.systemUTC(), time);
  }

  private static MaintainRequest with(@Nullable Duration retain) {
    TableLayout usual = layout(TARGET);
    return request(
        new TableLayout(
            usual.sort(), null, List.of(), retain, usual.targetBytes(), usual.properties()));
  }

  @Test
  void oldSnapshotsAndSchemasGoAndAStagedBatchStays() throws IOException {
    for (int i = 0; i < 4; i++) {
      lake.append(table, 2, 20, 1);
      table.updateSchema().addColumn("late_" + i, Types.StringType.get()).commit();
    }
    long staged = new Publication(table, STAGED).stage(List.of(lake.file(table, FIRST_DAY, 30)));
    Map<String, Integer> rows = rows(table);
    assertThat(table.schemas()).hasSize(5);

    lake.maintain(request(layout(TARGET)), in(Duration.ofDays(6)));
    lake.maintain(request(layout(TARGET)), in(Duration.ofDays(12)));

    table.refresh();
    assertThat(table.snapshots())
        .extracting(Snapshot::snapshotId)
        .containsExactlyInAnyOrder(staged, table.currentSnapshot().snapshotId());
    assertThat(table.schemas()).hasSize(1);
    assertRows(table, rows);
    assertThat(new Publication(table, STAGED).publish(staged)).isEqualTo(Published.PUBLISHED);
    assertThat(rows(table).values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(4 * 2 * 20 + 30);
  }

  /** Old snapshots are all that tells that a batch was in the table, until a person decides. */
  @Test
  void whatTellsOfARollBackStays() throws IOException {
    Ledger ledger = Ledger.open(lake.catalog(), "test", Clock.systemUTC());
    lake.append(table, 1, 20, 1);
    long before = table.currentSnapshot().snapshotId();
    ingest(ledger, STAGED);
    table.refresh();
    table.manageSnapshots().rollbackTo(before).commit();
    table.refresh();
    int snapshots = count(table);

    MaintainReport report = lake.maintain(request(layout(TARGET)), in(Duration.ofDays(6)));
    assertThat(orders(report).left())
        .anySatisfy(
            left ->
                assertThat(left)
                    .startsWith(
                        "snapshots: they tell that the table was rolled back behind batch "
                            + STAGED));
    assertThat(Publication.rolledBack(table)).containsExactly(STAGED);
    assertThat(count(table)).isGreaterThanOrEqualTo(snapshots);

    ledger.reopen(STAGED, ORDERS, "test");
    lake.maintain(request(layout(TARGET)), in(Duration.ofDays(12)));
    table.refresh();
    assertThat(count(table)).isEqualTo(1);
  }

  private static MaintainReport.TableReport orders(MaintainReport report) {
    return report.tables().stream()
        .filter(one -> one.table().equals(ORDERS))
        .findFirst()
        .orElseThrow();
  }

  private static int count(Table table) {
    table.refresh();
    int count = 0;
    for (Snapshot ignored : table.snapshots()) {
      count++;
    }
    return count;
  }

  private void ingest(Ledger ledger, BatchId batch) throws IOException {
    Target target = Target.of(ORDERS, table);
    ObjectIdentity object = new ObjectIdentity("b", "k", "e", 1);
    LogSource source = new LogSource(new LogGroup("/a"), null, null);
    LedgerRow claim = LedgerRow.claimed(batch, target, object, source);
    assertThat(ledger.claim(ledger.read(List.of()), batch, List.of(claim)).isClaimed()).isTrue();
    long staged = new Publication(table, batch).stage(List.of(lake.file(table, FIRST_DAY, 5)));
    Work work = new Work("json", 5, 0, 0, 100);
    LedgerRow row = LedgerRow.committing(batch, target, object, source, work);
    assertThat(
            ledger.decide(batch, List.of(LedgerRow.committing(batch, target.staged(staged)), row)))
        .isTrue();
    new Publication(table, batch).publish(staged);
    assertThat(ledger.record(batch, List.of(row.ingested()))).isTrue();
  }

  @Test
  void youngSnapshotsStay() throws IOException {
    lake.append(table, 2, 20, 1);
    lake.append(table, 2, 20, 1);
    MaintainReport report = lake.maintain(request(layout(TARGET)), in(Duration.ofDays(4)));
    assertThat(report.tables().get(0).steps())
        .extracting(StepReport::kind)
        .doesNotContain(Kind.SNAPSHOTS);
    assertThat(table.snapshots()).hasSize(2);
    table.refresh();
    assertThat(table.snapshots()).hasSize(3);
  }

  @Test
  void daysThatAreNotKeptGoByMetadataAlone() throws IOException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate[] days = {today.minusDays(41), today.minusDays(40), today.minusDays(20)};
    for (LocalDate day : days) {
      table.newFastAppend().appendFile(lake.file(table, day, 10)).commit();
    }
    table.newFastAppend().appendFile(lake.file(table, null, 10)).commit();
    MaintainReport report = lake.maintain(with(Duration.ofDays(40)));

    assertThat(MaintainedLake.byDay(table).keySet())
        .containsExactlyInAnyOrder(days[1].toString(), days[2].toString(), "no day");
    Snapshot delete = table.currentSnapshot();
    assertThat(delete.operation()).isEqualTo("delete");
    assertThat(delete.summary())
        .containsEntry("firn.kept-from", days[1].toString())
        .containsEntry("deleted-data-files", "1")
        .doesNotContainKey("added-data-files")
        .doesNotContainKey("added-delete-files");
    assertThat(report.tables().get(0).steps())
        .anySatisfy(
            step ->
                assertThat(step.what())
                    .isEqualTo("dropped 1 day before " + days[1] + ", kept for 40d (10 events)"));
    assertThat(lake.job(Clock.systemUTC()).preview(with(Duration.ofDays(40))).isInOrder()).isTrue();
  }

  @Test
  void aPreviewDropsNothing() throws IOException {
    table.newFastAppend().appendFile(lake.file(table, FIRST_DAY, 10)).commit();
    table.refresh();
    MaintainReport report = lake.job(Clock.systemUTC()).preview(with(Duration.ofDays(20)));
    assertThat(report.tables().get(0).after()).isEqualTo(new Size(0, 0));
    table.refresh();
    assertThat(rows(table)).hasSize(10);
  }

  /** Fast appends leave a manifest each. */
  @Test
  void manyManifestsAreMerged() throws IOException {
    for (int i = 0; i < 25; i++) {
      lake.append(table, 1, 5, 1);
    }
    Map<String, Integer> rows = rows(table);
    MaintainRequest open =
        new MaintainRequest(
            request(layout(TARGET)).scope(),
            name -> layout(TARGET),
            Duration.ofDays(1),
            Duration.ofDays(5),
            new Budget(1, Duration.ofHours(1)),
            request(layout(TARGET)).orphans(),
            List.of());
    lake.maintain(open);
    table.refresh();
    List<ManifestFile> manifests = table.currentSnapshot().allManifests(table.io());
    assertThat(manifests).hasSize(1);
    assertRows(table, rows);
    List<DataFile> files = MaintainedLake.byDay(table).get(FIRST_DAY.toString());
    assertThat(files).hasSize(25);
  }
}
