package io.firn.dedupe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.IcebergTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.source.SerializableTableWithSize;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches against slow counting in maps, with tables of few days and keys of all sizes. */
final class DuplicateSearchTest {
  private static final TableName NAME = TableName.parse("logs.a");
  private static final BatchId BATCH = new BatchId("20261128t000000000z-00000001");
  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 22, 0);

  @TempDir private Path directory;
  private Table table;
  private Table duplicates;
  private int files;
  private int searches;

  @BeforeEach
  void create() {
    table = table("byday", true);
    duplicates =
        new HadoopTables(new Configuration())
            .create(
                DuplicateColumns.SCHEMA,
                DuplicateColumns.SPEC,
                DuplicateColumns.properties(),
                directory.resolve("duplicates").toString());
  }

  private Table table(String name, boolean byDay) {
    Schema schema = IcebergTypes.schema(Struct.EMPTY);
    PartitionSpec spec =
        byDay
            ? PartitionSpec.builderFor(schema).day("log_time").build()
            : PartitionSpec.unpartitioned();
    return new HadoopTables(new Configuration())
        .create(schema, spec, Map.of("format-version", "2"), directory.resolve(name).toString());
  }

  /** An event as a file has it. */
  private record Event(
      int minute, @Nullable Integer id, int text, String object, long position, int group) {
    String place() {
      return object + " " + position;
    }

    LocalDateTime time() {
      return START.plusMinutes(minute);
    }

    String content() {
      return minute + " " + text + " " + group;
    }
  }

  private DataFile write(List<Event> events) throws IOException {
    DataWriter<Record> writer = null;
    for (Event event : events) {
      Record record = GenericRecord.create(table.schema());
      record.setField("log_time", event.time());
      record.setField("log_account", "1");
      record.setField("log_group", "/g" + event.group);
      record.setField("log_id", event.id == null ? null : "id" + event.id);
      record.setField("log_digest", (long) event.text);
      record.setField("log_object", event.object);
      record.setField("log_position", event.position);
      if (writer == null) {
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(record));
        writer =
            Parquet.writeData(table.io().newOutputFile(directory.resolve("f" + files++).toString()))
                .forTable(table)
                .withSpec(table.spec())
                .withPartition(key)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
      }
      writer.write(record);
    }
    if (writer == null) {
      throw new IllegalArgumentException("No events");
    }
    writer.close();
    return writer.toDataFile();
  }

  /** Files of some objects each, with one day each if the table has days. */
  private List<DataFile> write(List<Event> events, Random random) throws IOException {
    Map<String, List<Event>> parts = new TreeMap<>();
    for (Event event : events) {
      String day = table.spec().isPartitioned() ? event.time().toLocalDate().toString() : "";
      parts.computeIfAbsent(day + random.nextInt(3), key -> new ArrayList<>()).add(event);
    }
    List<DataFile> written = new ArrayList<>();
    for (List<Event> part : parts.values()) {
      written.add(write(part));
    }
    return written;
  }

  private void append(List<DataFile> written) {
    var append = table.newFastAppend();
    written.forEach(append::appendFile);
    append.commit();
  }

  private record Found(EventPositions positions, List<DataFile> remembered) {}

  private Found search(
      SearchRule rule,
      List<DataFile> written,
      EventPositions leftOut,
      Set<String> forgotten,
      int most)
      throws IOException {
    SearchShipment shipment =
        new SearchShipment(
            BATCH,
            ++searches,
            Map.of(
                NAME,
                new SearchedTable(SerializableTableWithSize.copyOf(table), leftOut, forgotten)),
            SerializableTableWithSize.copyOf(duplicates));
    EventPositions all = new EventPositions();
    List<DataFile> remembered = new ArrayList<>();
    int attempt = 0;
    for (DuplicateSearch search : SearchPlan.of(rule, NAME, table, duplicates, written, most)) {
      FoundDuplicates found = search.run(shipment, ++attempt);
      all.addAll(found.positions());
      remembered.addAll(found.remembered());
    }
    return new Found(all, remembered);
  }

  private List<Event> random(Random random, int count, String object) {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      // An id tells the event.
      Integer id = random.nextInt(3) == 0 ? null : random.nextInt(60);
      Random event = id == null ? random : new Random(id);
      events.add(
          new Event(event.nextInt(8) * 40, id, event.nextInt(3), object, i, event.nextInt(2)));
    }
    return events;
  }

  private static Set<String> places(EventPositions found, List<Event> events) {
    return events.stream()
        .filter(event -> found.contain(event.object, event.position))
        .map(Event::place)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void idsAsASetHasThem(int most) throws IOException {
    for (long seed = 0; seed < 6; seed++) {
      table = table("ids" + seed, seed % 2 == 0);
      Random random = new Random(seed);
      List<Event> before = random(random, 30, "s3://b/x");
      append(write(before, random));
      List<Event> events = new ArrayList<>();
      for (int object = 0; object < 4; object++) {
        events.addAll(random(random, 25, "s3://b/o" + object));
      }
      Found found =
          search(SearchRule.ID, write(events, random), new EventPositions(), Set.of(), most);

      Set<Integer> seen = new HashSet<>();
      before.forEach(event -> seen.add(event.id));
      Set<String> expected = new HashSet<>();
      events.stream()
          .filter(event -> event.id != null)
          .sorted(Comparator.comparing(Event::object).thenComparing(Event::position))
          .filter(event -> !seen.add(event.id))
          .forEach(event -> expected.add(event.place()));
      assertThat(places(found.positions, events)).as("seed %d", seed).isEqualTo(expected);
      assertThat(expected).isNotEmpty();
    }
  }

  /** What both ways have brought of a content, and what the table has. */
  private static final class Counts {
    int exported;
    int subscribed;
    int inTable;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void contentsAsCountedMapsHaveThem(int most) throws IOException {
    // One at once is a search for each content.
    int seeds = most == 1 ? 1 : 4;
    for (long seed = 0; seed < seeds; seed++) {
      table = table("contents" + seed, seed % 2 == 0);
      Random random = new Random(seed);
      Map<String, Counts> counts = new HashMap<>();
      Set<Integer> ids = new HashSet<>();
      long leftOut = 0;
      for (int batch = 0; batch < 4; batch++) {
        List<Event> events = random(random, 60, "s3://b/batch" + batch);
        List<DataFile> written = write(events, random);
        Found byId = search(SearchRule.ID, written, new EventPositions(), Set.of(), most);
        Found found = search(SearchRule.CONTENT, written, byId.positions, Set.of(), most);
        EventPositions all = new EventPositions();
        all.addAll(byId.positions);
        all.addAll(found.positions);
        List<Event> stay =
            events.stream().filter(event -> !all.contain(event.object, event.position)).toList();

        for (Event event : events) {
          Counts of = counts.computeIfAbsent(event.content(), key -> new Counts());
          if (event.id == null) {
            of.exported++;
          } else if (ids.add(event.id)) {
            of.subscribed++;
          }
        }
        stay.forEach(event -> counts.get(event.content()).inTable++);
        String what = "seed " + seed + ", batch " + batch + ", " + most + " at once";
        counts.forEach(
            (content, of) ->
                assertThat(of.inTable)
                    .as("%s: %s", what, content)
                    .isEqualTo(Math.max(of.exported, of.subscribed)));
        List<String> remembered = remembered(found.remembered);
        assertThat(remembered)
            .as(what)
            .containsExactlyInAnyOrderElementsOf(places(found.positions, events));
        leftOut += remembered.size();
        if (!stay.isEmpty()) {
          append(write(stay, random));
        }
        remember(found.remembered);
      }
      assertThat(leftOut).isPositive();
    }
  }

  private void remember(List<DataFile> written) {
    var append = duplicates.newFastAppend();
    written.forEach(append::appendFile);
    append.commit();
  }

  private List<String> remembered(List<DataFile> written) throws IOException {
    List<String> places = new ArrayList<>();
    for (DataFile file : written) {
      try (CloseableIterable<Record> rows =
          Parquet.read(duplicates.io().newInputFile(file.location()))
              .project(duplicates.schema())
              .createReaderFunc(
                  type -> GenericParquetReaders.buildReader(duplicates.schema(), type))
              .build()) {
        rows.forEach(
            row -> places.add(row.getField("log_object") + " " + row.getField("log_position")));
      }
    }
    return places;
  }

  @Test
  void whatOtherBatchesOrTablesLeftOutDoesNotCount() throws IOException {
    Event exported = new Event(0, null, 1, "s3://b/export", 1, 0);
    Event subscribed = new Event(0, 5, 1, "s3://b/subscription", 1, 0);
    append(List.of(write(List.of(exported))));
    List<DataFile> written = List.of(write(List.of(subscribed)));
    Found found = search(SearchRule.CONTENT, written, new EventPositions(), Set.of(), 1000);
    assertThat(found.positions.contain(subscribed.object, 1)).isTrue();
    remember(found.remembered);

    List<DataFile> again = List.of(write(List.of(subscribed)));
    assertThat(
            search(SearchRule.ID, again, new EventPositions(), Set.of(), 1000)
                .positions
                .contain(subscribed.object, 1))
        .isTrue();
    assertThat(
            search(SearchRule.ID, again, new EventPositions(), Set.of(BATCH.id()), 1000)
                .positions
                .isEmpty())
        .isTrue();
    table = table("anew", true);
    List<DataFile> inOther = List.of(write(List.of(subscribed)));
    assertThat(
            search(SearchRule.ID, inOther, new EventPositions(), Set.of(), 1000)
                .positions
                .isEmpty())
        .isTrue();
  }

  @Test
  void ofWhatABatchHasBothWaysTheEventWithTheIdStays() throws IOException {
    Event exported = new Event(0, null, 1, "s3://b/a", 1, 0);
    Event subscribed = new Event(0, 5, 1, "s3://b/b", 1, 0);
    List<DataFile> written = List.of(write(List.of(exported, subscribed)));
    Found found = search(SearchRule.CONTENT, written, new EventPositions(), Set.of(), 1000);
    assertThat(places(found.positions, List.of(exported, subscribed)))
        .containsExactly(exported.place());
  }

  @Test
  void daysThatTheBatchDoesNotHaveAreNotRead() throws IOException {
    append(List.of(write(List.of(new Event(0, 1, 1, "s3://b/a", 1, 0)))));
    append(List.of(write(List.of(new Event(3 * 1440, 2, 1, "s3://b/b", 1, 0)))));
    List<DataFile> written =
        List.of(
            write(List.of(new Event(0, 1, 1, "s3://b/c", 1, 0))),
            write(List.of(new Event(1440, 3, 1, "s3://b/d", 1, 0))));
    List<DuplicateSearch> planned = SearchPlan.of(SearchRule.ID, NAME, table, duplicates, written);
    assertThat(planned).hasSize(2);
    assertThat(planned)
        .extracting(search -> search.files().existing().size())
        .containsExactly(1, 0);
  }

  @Test
  void filesWithoutBoundsAreRefused() throws IOException {
    table.updateProperties().set("write.metadata.metrics.default", "none").commit();
    List<DataFile> written = List.of(write(List.of(new Event(0, 1, 1, "s3://b/a", 1, 0))));
    assertThatThrownBy(() -> SearchPlan.of(SearchRule.ID, NAME, table, duplicates, written))
        .isInstanceOf(SearchRefusedException.class)
        .hasMessage(
            "Cannot look for duplicates in logs.a: its files do not have the bounds of log_time"
                + " (ALTER TABLE logs.a SET TBLPROPERTIES"
                + " ('write.metadata.metrics.column.log_time'='full'), then repeat)");
  }

  @Test
  void theDigestIsXxHash64WithSeedZero() {
    assertThat(TextDigest.of(new byte[0], 0, 0)).isEqualTo(0xEF46DB3751D8E999L);
    byte[] text = "xabcx".getBytes(UTF_8);
    assertThat(TextDigest.of(text, 1, 3)).isEqualTo(0x44BC2CF5AD770999L);
    byte[] longer = "Nobody inspects the spammish repetition".getBytes(UTF_8);
    assertThat(TextDigest.of(longer, 0, longer.length)).isEqualTo(0xFBCEA83C8A378BF1L);
  }
}
