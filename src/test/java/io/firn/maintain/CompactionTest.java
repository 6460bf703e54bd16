package io.firn.maintain;

import static io.firn.maintain.MaintainedLake.FIRST_DAY;
import static io.firn.maintain.MaintainedLake.ORDERS;
import static io.firn.maintain.MaintainedLake.assertRows;
import static io.firn.maintain.MaintainedLake.layout;
import static io.firn.maintain.MaintainedLake.request;
import static io.firn.maintain.MaintainedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.maintain.MaintainReport.Due;
import io.firn.maintain.MaintainReport.TableReport;
import io.firn.maintain.StepReport.Kind;
import io.firn.testing.ReadBytes;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many small files of few days become few sorted ones, with the same rows. */
@ExtendWith(SharedSpark.class)
final class CompactionTest {
  private static final long SEED = Long.getLong("firn.seed", 20_261_128);
  private static final int DAYS = 3;

  @TempDir Path directory;
  private MaintainedLake lake;

  @BeforeEach
  void open(SparkSession spark) throws IOException {
    lake = new MaintainedLake(directory.toRealPath(), spark, SEED);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  /** 200 appends of five files each, as many runs leave them; each of one of three days. */
  private Table filled(Map<String, String> properties) throws IOException {
    Table table = lake.create(ORDERS, properties);
    for (int i = 0; i < 200; i++) {
      lake.append(table, 5, 200, DAYS);
    }
    table.refresh();
    return table;
  }

  @Test
  void aThousandSmallFilesBecomeFewSortedOnes() throws IOException {
    Table table =
        filled(
            Map.of(
                "write.parquet.row-group-size-bytes",
                String.valueOf(48 << 10),
                "write.parquet.row-group-check-min-record-count",
                "100"));
    Map<String, Integer> rows = rows(table);
    long target = 1 << 20;
    ReadBytes before = ReadBytes.ofOneGroupAndHour(table, FIRST_DAY);

    MaintainReport report = lake.maintain(request(layout(target)));

    assertRows(table, rows);
    MaintainedLake.byDay(table)
        .forEach((day, files) -> assertIdeal(day, files, new TargetSize(target)));
    ReadBytes after = ReadBytes.ofOneGroupAndHour(table, FIRST_DAY);
    assertThat(after.rows()).isEqualTo(before.rows()).isPositive();
    assertThat(after.bytes()).as("%s, was %s", after, before).isLessThan(before.bytes() / 10);
    assertThat(report.tables()).singleElement().satisfies(CompactionTest::assertTold);
    assertInOrder(request(layout(target)));
  }

  private static void assertIdeal(String day, List<DataFile> files, TargetSize target) {
    long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    int ideal = target.files(bytes);
    assertThat((double) files.size())
        .as("%s: %s files of %s bytes, ideal %s", day, files.size(), bytes, ideal)
        .isBetween(0.9 * ideal, 1.1 * ideal);
  }

  private static void assertTold(TableReport table) {
    assertThat(table.before().files()).isEqualTo(1000);
    assertThat(table.steps()).extracting(StepReport::kind).contains(Kind.COMPACTION);
    assertThat(table.planned())
        .filteredOn(step -> step.kind() == Kind.COMPACTION)
        .hasSize(DAYS)
        .allSatisfy(step -> assertThat(step.why()).contains("files where"));
  }

  /** The plan of what was just put in order is empty. */
  private void assertInOrder(MaintainRequest request) {
    MaintainReport again = lake.job(java.time.Clock.systemUTC()).preview(request);
    assertThat(again.failures()).isEmpty();
    assertThat(again.tables()).isNotEmpty();
    assertThat(again.tables()).allSatisfy(table -> assertThat(table.planned()).isEmpty());
    assertThat(again.isInOrder()).isTrue();
  }

  @Test
  void lateFilesArePutTogetherAndLeftThen() throws IOException {
    Table table = lake.create(ORDERS, Map.of());
    TableLayout layout = layout(256 << 20);
    for (int i = 0; i < 6; i++) {
      lake.append(table, 2, 50, 1);
    }
    lake.maintain(request(layout));
    assertThat(MaintainedLake.byDay(table).values()).allSatisfy(one -> assertThat(one).hasSize(1));
    lake.append(table, 1, 50, 1);
    Map<String, Integer> rows = rows(table);
    lake.maintain(request(layout));
    assertThat(MaintainedLake.byDay(table).values()).allSatisfy(one -> assertThat(one).hasSize(1));
    assertRows(table, rows);
    assertInOrder(request(layout));
  }

  @Test
  void theRestOfABudgetIsForTheNextRun() throws IOException {
    Table table = lake.create(ORDERS, Map.of());
    for (int i = 0; i < 10; i++) {
      lake.append(table, 4, 20, DAYS);
    }
    MaintainRequest all = request(layout(256 << 20));
    MaintainRequest small =
        new MaintainRequest(
            all.scope(),
            all.layouts(),
            all.quietFor(),
            all.keepSnapshots(),
            new Budget(1, Duration.ofHours(1)),
            all.orphans(),
            List.of());
    MaintainReport preview = lake.job(java.time.Clock.systemUTC()).preview(small);
    assertThat(preview.postponed()).isEqualTo(2);
    assertThat(preview.tables().get(0).planned())
        .filteredOn(step -> step.kind() == Kind.COMPACTION)
        .extracting(MaintainReport.PlannedStep::due)
        .containsExactlyInAnyOrder(Due.NOW, Due.NEXT_RUN, Due.NEXT_RUN);
    assertThat(preview.tables().get(0).after().files())
        .isEqualTo(
            1
                + preview.tables().get(0).planned().stream()
                    .filter(step -> step.due() == Due.NEXT_RUN)
                    .mapToInt(step -> step.before().files())
                    .sum());

    assertThat(lake.maintain(small).postponed()).isEqualTo(2);
    assertThat(lake.maintain(small).postponed()).isEqualTo(1);
    assertThat(lake.maintain(small).postponed()).isZero();
    assertInOrder(small);
    assertThat(MaintainedLake.byDay(table).values()).allSatisfy(one -> assertThat(one).hasSize(1));
  }

  /** What of a table is sorted is known when the snapshots that say it are gone. */
  @Test
  void theMarksOutliveTheSnapshots() throws IOException {
    Table table = lake.create(ORDERS, Map.of("write.parquet.row-group-size-bytes", "1024"));
    lake.append(table, 4, 300, 1);
    TableLayout layout = layout(256 << 20);
    lake.maintain(request(layout));
    table.refresh();
    assertThat(table.properties().get(SortMarks.PROPERTY))
        .isEqualTo("{\"v\":1,\"sort\":[\"log_group\",\"log_time\"],\"commits\":\"2\"}");
    table.updateProperties().set("x", "y").commit();
    lake.append(table, 1, 1, 2);
    table.expireSnapshots().expireOlderThan(System.currentTimeMillis()).commit();
    assertThat(table.snapshots()).hasSize(1);

    FactsReader reader =
        new FactsReader(
            ORDERS,
            table,
            layout,
            new MaintenanceRules(java.time.Instant.now(), Duration.ZERO, Duration.ofDays(5)));
    assertThat(reader.read().slices().get(0).files())
        .anySatisfy(file -> assertThat(file.sorted()).isTrue());
  }

  @Test
  void rowsThatWereDeletedAreLeftBehind(SparkSession spark) throws IOException {
    Table table = lake.create(ORDERS, Map.of("write.delete.mode", "merge-on-read"));
    lake.append(table, 1, 300, 1);
    Deletes.deleteFirstRows(table, 7);
    Map<String, Integer> rows = rows(table);
    assertThat(rows.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(293);
    lake.maintain(request(layout(256 << 20)));
    assertRows(table, rows);
    assertInOrder(request(layout(256 << 20)));
  }
}
