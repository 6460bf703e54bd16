package io.firn.ledger;

import static io.firn.ledger.Batches.SOURCE;
import static io.firn.ledger.Batches.claimed;
import static io.firn.ledger.Batches.committing;
import static io.firn.ledger.Batches.ingested;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.table.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says does not depend on which files its rows are in, nor on their statistics. */
final class MergedLedgerTest {
  private static final Target TARGET = new Target(ORDERS, "uuid", "file:///lake/orders", null);
  private static final int BATCHES = 8;
  private static final int OBJECTS = 4;

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void mergedFilesSayTheSame() throws IOException {
    Answers before = filled(1);
    merge(Map.of());
    assertThat(answers()).isEqualTo(before);
  }

  @Test
  void filesWithoutBoundsSayTheSame() throws IOException {
    Answers before = filled(2);
    merge(
        Map.of(
            "write.metadata.metrics.default", "none",
            "write.metadata.metrics.column.event", "none",
            "write.metadata.metrics.column.batch", "none",
            "write.metadata.metrics.column.log_group", "none",
            "write.metadata.metrics.column.key", "none"));
    assertThat(answers()).isEqualTo(before);
  }

  @Test
  void filesWithCutBoundsSayTheSame() throws IOException {
    Answers before = filled(3);
    merge(
        Map.of(
            "write.metadata.metrics.column.event", "truncate(1)",
            "write.metadata.metrics.column.batch", "truncate(17)",
            "write.metadata.metrics.column.key", "truncate(3)"));
    assertThat(answers()).isEqualTo(before);
  }

  /** All that the ledger can be asked for. */
  private record Answers(
      Set<BatchId> unfinished,
      Object claimed,
      Object ingested,
      Object quarantined,
      List<QuarantinedObject> refused,
      List<BatchId> batches,
      List<Set<LedgerEvent>> events) {}

  private Answers answers() {
    LedgerReader reader = new LedgerReader(lake.load(Ledger.NAME));
    List<Candidate> candidates = new ArrayList<>();
    List<Set<LedgerEvent>> events = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      candidates.add(new Candidate(ORDERS, object(i * OBJECTS)));
      candidates.add(new Candidate(ORDERS, object(i * OBJECTS + 1)));
      events.add(reader.eventsOf(batch(i)).events());
    }
    LedgerState state = reader.read(candidates, List.of());
    return new Answers(
        state.unfinished(),
        state.claimed(),
        state.ingested(),
        state.quarantined(),
        reader.quarantined(),
        reader.batches(),
        events);
  }

  /** Batches that came as far as chance would have it, but one that came to each end. */
  private Answers filled(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < BATCHES; i++) {
      fill(i, i < 4 ? i : random.nextInt(4));
    }
    Answers answers = answers();
    assertThat(answers.unfinished()).as("seed %d", seed).hasSizeBetween(2, BATCHES - 2);
    assertThat(answers.refused()).as("seed %d", seed).hasSizeGreaterThan(2);
    assertThat(answers.batches()).as("seed %d", seed).hasSize(BATCHES);
    return answers;
  }

  private void fill(int number, int end) {
    BatchId batch = batch(number);
    int first = number * OBJECTS;
    Ledger ledger = batches.ledger();
    ledger.claim(
        batches.state(), batch, claimed(batch, TARGET, first, first + 1, first + 2, first + 3));
    ledger.quarantine(
        batch,
        List.of(
            LedgerRow.quarantined(
                batch, TARGET, object(first), SOURCE, new Work("auto", 7, 1, 0, 700), "cut off")));
    if (end == 1) {
      ledger.abandon(batch, "test");
    } else if (end > 1) {
      List<LedgerRow> decision = committing(batch, TARGET.staged(42), first + 1, first + 2);
      ledger.decide(batch, decision);
      if (end > 2) {
        ledger.record(batch, ingested(decision));
      }
    }
  }

  /** Puts all rows into one file. */
  private void merge(Map<String, String> properties) throws IOException {
    Table table = lake.load(Ledger.NAME);
    UpdateProperties update = table.updateProperties();
    properties.forEach(update::set);
    update.commit();
    Set<DataFile> files = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    assertThat(files).hasSizeGreaterThan(2 * BATCHES);
    RewriteFiles rewrite = table.newRewrite().addFile(all(table));
    files.forEach(rewrite::deleteFile);
    rewrite.commit();
  }

  private static DataFile all(Table table) throws IOException {
    String path = table.locationProvider().newDataLocation("all.parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(path))
            .forTable(table)
            .withSpec(table.spec())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer;
        CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }
}
