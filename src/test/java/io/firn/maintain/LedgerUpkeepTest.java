package io.firn.maintain;

import static io.firn.maintain.MaintainedLake.layout;
import static io.firn.maintain.MaintainedLake.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.Candidate;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.quarantine.QuarantineTable;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ledger says the same when its files were put together, and refuses the same. */
@ExtendWith(SharedSpark.class)
final class LedgerUpkeepTest {
  private static final int BATCHES = 12;
  private static final Target TARGET =
      new Target(TableName.parse("logs.orders"), "uuid", "file:///lake/orders", null);
  private static final LogSource SOURCE = new LogSource(new LogGroup("/a"), null, null);

  @TempDir Path directory;
  private MaintainedLake lake;
  private Ledger ledger;

  @BeforeEach
  void open(SparkSession spark) throws IOException {
    lake = new MaintainedLake(directory.toRealPath(), spark, 1);
    ledger = Ledger.open(lake.catalog(), "test", Clock.systemUTC());
    for (int i = 0; i < BATCHES; i++) {
      ingest(batch(i), i);
    }
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static BatchId batch(int number) {
    return BatchId.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number), number);
  }

  private static ObjectIdentity object(int number) {
    return new ObjectIdentity("landing", "orders/" + number + ".gz", "e" + number, number);
  }

  private static LedgerRow claim(BatchId batch, int object) {
    return LedgerRow.claimed(batch, TARGET, object(object), SOURCE);
  }

  /** Every third one is abandoned. */
  private void ingest(BatchId batch, int number) {
    LedgerState state = ledger.read(List.of());
    assertThat(ledger.claim(state, batch, List.of(claim(batch, number))).isClaimed()).isTrue();
    if (number % 3 == 2) {
      assertThat(ledger.abandon(batch, "test")).isTrue();
      return;
    }
    Work work = new Work("json", 10, 0, 0, 1000);
    LedgerRow committing = LedgerRow.committing(batch, TARGET, object(number), SOURCE, work);
    assertThat(ledger.decide(batch, List.of(committing))).isTrue();
    assertThat(ledger.record(batch, List.of(committing.ingested()))).isTrue();
  }

  private List<Object> answers() {
    List<Object> answers = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      BatchRecord record = ledger.batch(batch(i));
      answers.add(record.state());
      answers.add(Set.copyOf(record.rows()));
      candidates.add(new Candidate(TARGET.name(), object(i)));
    }
    LedgerState state = ledger.read(candidates);
    answers.add(List.of(state.unfinished(), state.claimed(), state.ingested()));
    answers.add(ledger.batches());
    return answers;
  }

  private Table table() {
    return lake.load(Ledger.NAME);
  }

  private static List<FileScanTask> files(Table table) throws IOException {
    List<FileScanTask> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(files::add);
    }
    return files;
  }

  @Test
  void filesOfOneKindArePutTogether() throws IOException {
    List<Object> before = answers();
    assertThat(files(table())).hasSize(BATCHES / 3 * (2 + 2 * 3));

    lake.maintain(request(layout(256 << 20)));

    assertThat(files(table())).hasSize(4);
    assertThat(answers()).isEqualTo(before);
    for (String event : List.of("claimed", "committing", "ingested", "abandoned")) {
      assertThat(eventsBesides(event)).containsExactly(event);
    }
    assertThat(table().properties())
        .containsEntry("write.parquet.row-group-size-bytes", String.valueOf(16 << 20));
    assertThat(lake.job(Clock.systemUTC()).preview(request(layout(256 << 20))).isInOrder())
        .isTrue();
  }

  /** The kinds of rows in the files that may hold one kind. */
  private Set<String> eventsBesides(String event) throws IOException {
    Set<String> events = new HashSet<>();
    Table table = table();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(Expressions.equal("event", event)).planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> rows =
            Parquet.read(table.io().newInputFile(task.file().location()))
                .project(table.schema())
                .createReaderFunc(file -> GenericParquetReaders.buildReader(table.schema(), file))
                .build()) {
          rows.forEach(row -> events.add(String.valueOf(row.getField("event"))));
        }
      }
    }
    return events;
  }

  /** A claim that was planned before is refused for what came meanwhile, and only for that. */
  @Test
  void claimsArePlannedAcrossIt() {
    LedgerState planned = ledger.read(List.of());
    lake.maintain(request(layout(256 << 20)));
    BatchId one = batch(BATCHES);
    assertThat(ledger.claim(planned, one, List.of(claim(one, 100))).isClaimed()).isTrue();
    lake.maintain(request(layout(256 << 20)));
    BatchId other = batch(BATCHES + 1);
    assertThat(ledger.claim(planned, other, List.of(claim(other, 100))).isClaimed()).isFalse();
    assertThat(ledger.read(List.of()).unfinished()).containsExactly(one);
  }

  @Test
  void whatWasWrittenLatelyIsLeft() throws IOException {
    MaintainRequest usual = request(layout(256 << 20));
    int before = files(table()).size();
    lake.maintain(
        new MaintainRequest(
            usual.scope(),
            usual.layouts(),
            Duration.ofHours(1),
            usual.keepSnapshots(),
            usual.budget(),
            usual.orphans(),
            List.of()));
    assertThat(files(table())).hasSize(before);
  }

  @Test
  void theQuarantineIsMaintainedToo() {
    QuarantineTable.open(lake.catalog());
    MaintainReport report = lake.maintain(request(layout(256 << 20)));
    assertThat(report.tables())
        .extracting(MaintainReport.TableReport::table)
        .containsExactly(Ledger.NAME, QuarantineTable.NAME);
  }
}
