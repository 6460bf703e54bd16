package io.firn.quarantine;

import static io.firn.table.Lake.batch;
import static io.firn.table.Lake.visible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.table.BatchFiles;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineTableTest {
  private static final String OBJECT = "s3://landing/orders/1.gz";
  private static final Instant AT = Instant.parse("2026-11-18T09:30:00.123456Z");

  @TempDir Path directory;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void lookingForTheTableMakesNone() {
    assertThat(QuarantineTable.find(lake.catalog())).isEmpty();
    assertThat(lake.catalog().tableExists(LogTables.identifier(QuarantineTable.NAME))).isFalse();
    QuarantineTable.open(lake.catalog());
    assertThat(QuarantineTable.find(lake.catalog())).isPresent();
  }

  @Test
  void tableIsAsDocumented() {
    Table table = QuarantineTable.open(lake.catalog()).table();
    assertThat(table.schema().columns())
        .extracting(Types.NestedField::name)
        .containsExactly("at", "batch", "object", "position", "reason", "bytes");
    assertThat(table.schema().columns())
        .allSatisfy(column -> assertThat(column.doc()).isNotBlank().hasSizeLessThan(200));
    assertThat(table.spec().isUnpartitioned()).isTrue();
    assertThat(table.properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("commit.retry.num-retries", "20");
    assertThat(lake.load(QuarantineTable.NAME).uuid()).isEqualTo(table.uuid());
    assertThat(QuarantineTable.open(lake.catalog()).table().uuid()).isEqualTo(table.uuid());
  }

  @Test
  void tableIsMadeOnceHoweverManyOpenIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<QuarantineTable>> opened = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        opened.add(threads.submit(() -> QuarantineTable.open(lake.catalog())));
      }
      Table table = opened.get(0).get().table();
      for (Future<QuarantineTable> one : opened) {
        assertThat(one.get().table().uuid()).isEqualTo(table.uuid());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void recordsComeBackAsTheyWereWritten() throws Exception {
    QuarantineTable quarantine = QuarantineTable.open(lake.catalog());
    BadRecord first = new BadRecord(OBJECT, 0, "no stamp", new byte[] {0, -1, 10});
    BadRecord masked = new BadRecord(OBJECT, 7, "not kept", null);
    BadRecord empty = new BadRecord("file:///a", 7, "empty", new byte[0]);
    publish(quarantine, batch(1), first, masked, empty);

    List<QuarantinedRecord> read = quarantine.read(10);

    assertThat(read)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new QuarantinedRecord(AT, batch(1), empty),
            new QuarantinedRecord(AT, batch(1), first),
            new QuarantinedRecord(AT, batch(1), masked));
  }

  @Test
  void newestBatchesComeFirstUpToTheLimit() throws Exception {
    QuarantineTable quarantine = QuarantineTable.open(lake.catalog());
    for (int number : new int[] {2, 3, 1}) {
      publish(
          quarantine,
          batch(number),
          new BadRecord(OBJECT, 5, "b", null),
          new BadRecord(OBJECT, 3, "a", null),
          new BadRecord("file:///a", 9, "c", null));
    }
    assertThat(quarantine.read(4))
        .extracting(stored -> stored.batch() + " " + stored.record().reason())
        .containsExactly(batch(3) + " c", batch(3) + " a", batch(3) + " b", batch(2) + " c");
    assertThat(quarantine.read(OBJECT, 3))
        .extracting(stored -> stored.batch() + " " + stored.record().reason())
        .containsExactly(batch(3) + " a", batch(3) + " b", batch(2) + " a");
    assertThat(quarantine.read("file:///other", 3)).isEmpty();
    assertThatThrownBy(() -> quarantine.read(0)).hasMessage("Invalid limit: 0 (must be >= 1)");
  }

  @Test
  void emptyTableHasNoRecords() {
    assertThat(QuarantineTable.open(lake.catalog()).read(1)).isEmpty();
  }

  @Test
  void fileWithoutRecordsIsNone() throws IOException {
    Table table = QuarantineTable.open(lake.catalog()).table();
    BadRecordFile file = file(table, batch(1));
    assertThat(file.complete()).isEmpty();
    file.discard();
    assertThat(lake.files().list(table.location(), batch(1))).isEmpty();
  }

  @Test
  void discardedFileIsGone() throws IOException {
    Table table = QuarantineTable.open(lake.catalog()).table();
    BadRecordFile open = file(table, batch(1));
    open.add(new BadRecord(OBJECT, 0, "no stamp", null));
    open.discard();
    BadRecordFile complete = file(table, batch(1));
    complete.add(new BadRecord(OBJECT, 0, "no stamp", null));
    assertThat(complete.complete()).hasSize(1);
    assertThat(lake.files().list(table.location(), batch(1))).hasSize(1);
    complete.discard();
    assertThat(lake.files().list(table.location(), batch(1))).isEmpty();
  }

  @Test
  void payloadIsNotInTheMetadataAndRowGroupsAreSmall() throws IOException {
    Table table = QuarantineTable.open(lake.catalog()).table();
    BadRecordFile file = file(table, batch(1));
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[1 << 20];
      random.nextBytes(bytes);
      file.add(new BadRecord(OBJECT, i, "no stamp", bytes));
    }
    DataFile written = file.complete().get(0);
    int bytes = table.schema().findField("bytes").fieldId();
    assertThat(written.recordCount()).isEqualTo(40);
    assertThat(written.lowerBounds()).doesNotContainKey(bytes);
    assertThat(written.upperBounds()).doesNotContainKey(bytes);
    assertThat(written.lowerBounds()).containsKey(table.schema().findField("object").fieldId());
    assertThat(Objects.requireNonNull(written.splitOffsets()).size()).isGreaterThan(1);
  }

  @Test
  void positionsAreNotNegative() {
    assertThatThrownBy(() -> new BadRecord(OBJECT, -1, "no stamp", null))
        .hasMessage("Invalid position: -1 (must be >= 0)");
  }

  /** Writes with a table that was shipped, as executors do. */
  private static void publish(QuarantineTable quarantine, BatchId batch, BadRecord... records)
      throws Exception {
    BadRecordFile file = file(shipped(quarantine.table()), batch);
    for (BadRecord record : records) {
      file.add(record);
    }
    Publication publication = new Publication(quarantine.table(), batch);
    publication.publish(publication.stage(file.complete()));
    assertThat(visible(quarantine.table())).isNotEmpty();
  }

  private static Table shipped(Table table) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(SerializableTable.copyOf(table));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Table) in.readObject();
    }
  }

  private static BadRecordFile file(Table table, BatchId batch) {
    return new BadRecordFile(
        table, BatchFiles.path(table.location(), batch, 0, 0, 1, 0), batch, AT);
  }
}
