package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.firn.LogGroup;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.LogSource;
import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import io.firn.policy.Redaction;
import io.firn.table.LogTables;
import io.firn.testing.SharedSpark;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many tables in one batch, and what their routes do with events. */
@ExtendWith(SharedSpark.class)
class IngestTablesTest {
  @TempDir Path directory;
  private IngestHarness harness;

  @BeforeEach
  void open(SparkSession spark) throws Exception {
    harness = new IngestHarness(directory, spark);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private IngestInput input(String folder, String group, String table) {
    return new IngestInput(
        harness.landing.resolve(folder).toString(),
        new LogSource(new LogGroup(group), null, null),
        TableName.parse(table),
        EventPolicy.PLAIN);
  }

  private IngestResult run(IngestInput... inputs) throws Exception {
    return harness.run(IngestHarness.request(OnQuarantined.SKIP, inputs));
  }

  private Path write(String name, String content) throws Exception {
    Path file = harness.landing.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static String event(int second, String message) {
    return String.format("2026-01-01T00:00:%02d.000Z %s%n", second, message);
  }

  @Test
  void oneBatchFeedsManyTablesAndGroupsMayShareOne() throws Exception {
    write("a/1", event(1, "{\"a\":1}"));
    write("b/1", event(1, "{\"b\":\"x\"}"));
    write("c/1", event(1, "{\"b\":\"y\"}") + event(2, "{\"b\":3}"));

    IngestResult result =
        run(
            input("a", "/a", "logs.a"),
            input("b", "/b", "logs.shared"),
            input("c", "/c", "logs.shared"));

    assertThat(result.objects()).isEqualTo(3);
    assertThat(result.tables())
        .extracting(table -> table.table().toString(), TableResult::objects, TableResult::created)
        .containsExactly(tuple("logs.a", 1, true), tuple("logs.shared", 2, true));
    assertThat(result.tables().get(1).columns())
        .isEqualTo(new TableResult.Columns(List.of("b"), List.of("b__long"), List.of()));
    assertThat(harness.rows("logs.shared"))
        .extracting(row -> row.getField("log_group") + "/" + row.getField("b"))
        .containsExactlyInAnyOrder("/b/x", "/c/y", "/c/null");
    assertThat(harness.rows("logs.a").get(0).getField("log_batch"))
        .isEqualTo(harness.rows("logs.shared").get(0).getField("log_batch"))
        .isEqualTo(result.lastBatch().orElseThrow());
    assertThat(run(input("a", "/a", "logs.a")).found().present()).isEqualTo(1);
  }

  @Test
  void aTableThatRefusesAndAnInputThatIsMissingDoNotStopTheOthers() throws Exception {
    harness.catalog.createNamespace(Namespace.of("logs"));
    harness.catalog.createTable(
        LogTables.identifier(TableName.parse("logs.foreign")),
        new Schema(Types.NestedField.optional(1, "a", Types.StringType.get())));
    write("a/1", event(1, "{\"a\":1}"));
    write("b/1", event(1, "{\"b\":1}"));

    IngestResult result =
        run(
            input("a", "/a", "logs.foreign"),
            input("none", "/none", "logs.none"),
            input("b", "/b", "logs.b"));

    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.found().failures())
        .singleElement()
        .extracting(IngestResult.InputFailure::input)
        .isEqualTo(harness.landing.resolve("none").toString());
    assertThat(result.tables())
        .filteredOn(table -> table.problem().isPresent())
        .singleElement()
        .satisfies(table -> assertThat(table.failure()).isInstanceOf(RefusedTableException.class));
    assertThat(harness.rows("logs.b")).hasSize(1);
    // Its objects are free: another table takes them.
    assertThat(run(input("a", "/a", "logs.a")).objects()).isEqualTo(1);
  }

  /** Hadoop's local file system fails to read what its checksum file contradicts. */
  @Test
  void anObjectThatStorageDoesNotGiveWaitsForTheNextRun() throws Exception {
    write("a/1", event(1, "{\"a\":1}"));
    Path unreadable = write("a/2", event(1, "{\"a\":2}"));
    Path checksum = unreadable.resolveSibling(".2.crc");
    Files.write(checksum, ByteBuffer.allocate(12).put("crc\0".getBytes(UTF_8)).putInt(512).array());

    IngestResult result = run(input("a", "/a", "logs.a"));

    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.worthRetrying()).isEqualTo(1);
    assertThat(result.refused().get(0).reason()).startsWith("it cannot be read: ");
    assertThat(harness.ledger().quarantinedObjects()).isEmpty();
    Files.delete(checksum);
    assertThat(run(input("a", "/a", "logs.a")).objects()).isEqualTo(1);
    assertThat(harness.rows("logs.a")).hasSize(2);
  }

  @Test
  void objectsListedTwiceCountOnce() throws Exception {
    write("a/x/1", event(1, "{\"a\":1}"));

    IngestResult result = run(input("a", "/a", "logs.a"), input("a/x", "/a", "logs.a"));

    assertThat(result.objects()).isEqualTo(1);
    assertThat(harness.rows("logs.a")).hasSize(1);
  }

  @Test
  void anEmptyObjectIsIngestedWithoutEvents() throws Exception {
    write("a/empty", "");
    IngestResult result = run(input("a", "/a", "logs.a"));

    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.counts().events()).isZero();
    assertThat(run(input("a", "/a", "logs.a")).found().present()).isEqualTo(1);
    assertThat(harness.rows("logs.a")).isEmpty();
  }

  @Test
  void filteredEventsAreCountedAndNotStored() throws Exception {
    EventPolicy policy =
        new EventPolicy(
            ParserChoice.AUTO,
            RawText.UNPARSED,
            Redaction.NONE,
            EventFilter.parse("level = 'DEBUG' or log_message like '%health%'"));
    harness.export(
        "s", "{\"level\":\"DEBUG\",\"noise\":1}", "GET /health", "{\"level\":\"INFO\"}", "text");

    IngestResult result = harness.ingest("logs.orders", policy);

    assertThat(result.counts().events()).isEqualTo(2);
    assertThat(result.counts().filtered()).isEqualTo(2);
    assertThat(harness.rows("logs.orders"))
        .extracting(row -> row.getField("log_position"))
        .containsExactlyInAnyOrder(3L, 4L);
    assertThat(harness.table("logs.orders").schema().findField("noise")).isNull();
  }

  @Test
  void everyEventFilteredStillCountsAsIngested() throws Exception {
    EventPolicy policy =
        new EventPolicy(
            ParserChoice.AUTO,
            RawText.UNPARSED,
            Redaction.NONE,
            EventFilter.parse("a is not null"));
    harness.export("s", "{\"a\":1}");

    assertThat(harness.ingest("logs.orders", policy).objects()).isEqualTo(1);
    assertThat(harness.ingest("logs.orders", policy).found().present()).isEqualTo(1);
  }

  @Test
  void rawTextIsStoredAsTheRouteSays() throws Exception {
    harness.export("s", "{\"a\":1}", "text");
    Map<RawText, List<Object>> stored = new TreeMap<>();
    for (RawText raw : RawText.values()) {
      String table = "logs.raw_" + raw.name().toLowerCase(Locale.ROOT);
      harness.ingest(table, new EventPolicy(ParserChoice.AUTO, raw, Redaction.NONE, null));
      stored.put(raw, messages(table));
    }
    harness.ingest(
        "logs.text", new EventPolicy(ParserChoice.TEXT, RawText.UNPARSED, Redaction.NONE, null));

    assertThat(stored.get(RawText.UNPARSED)).containsExactly("null", "text");
    assertThat(stored.get(RawText.ALWAYS)).containsExactly("text", "{\"a\":1}");
    assertThat(stored.get(RawText.NEVER)).containsExactly("null", "null");
    assertThat(messages("logs.text")).containsExactly("text", "{\"a\":1}");
    assertThat(harness.table("logs.text").properties()).containsEntry("firn.parser", "text");
    harness.export("t", "{}");
    IngestResult other = harness.ingest("logs.text");
    assertThat(other.tables().get(0).problem().orElseThrow())
        .hasMessageContaining("its parser is text and its route says auto");
  }

  private List<Object> messages(String table) throws Exception {
    return harness.rows(table).stream()
        .map(row -> (Object) String.valueOf(row.getField("log_message")))
        .sorted()
        .toList();
  }

  @Test
  void eventsThatAreTheSameAndHaveHappenedAllStay() throws Exception {
    EventPolicy policy = EventPolicy.PLAIN.with(Dedupe.CONTENT);
    write("first", event(1, "twin") + event(1, "twin"));
    harness.ingest("logs.orders", policy);
    write("second", event(1, "twin") + event(2, "other"));
    IngestResult result = harness.ingest("logs.orders", policy);
    assertThat(result.counts().events()).isEqualTo(2);
    assertThat(result.counts().duplicates()).isZero();
    assertThat(harness.rows("logs.orders"))
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.getField("log_digest")).isNotNull());
  }

  @Test
  void redactedValuesAreNowhere() throws Exception {
    Redaction redaction =
        Redaction.of(
            List.of(KeyPath.parse("password")),
            Map.of(KeyPath.parse("user.card"), Mask.LAST4),
            null);
    EventPolicy policy = new EventPolicy(ParserChoice.AUTO, RawText.UNPARSED, redaction, null);
    harness.export(
        "s",
        "{\"password\":\"s3cret\",\"user\":{\"card\":\"4111111111111111\"},\"deep\":[[1,{}]]}",
        "login with password s3cret");
    write("s3cret-free/x", "lost s3cret\n" + event(1, "{}"));

    IngestResult result = harness.ingest("logs.orders", policy);

    assertThat(result.counts().valuesDropped()).isEqualTo(1);
    assertThat(result.counts().valuesMasked()).isEqualTo(1);
    assertThat(result.counts().withheld()).isEqualTo(1);
    assertThat(result.counts().badRecords()).isEqualTo(1);
    assertThat(harness.rows("firn.quarantine").get(0).getField("bytes")).isNull();
    assertThat(harness.table("logs.orders").schema().findField("password")).isNull();
    assertThat(harness.rows("logs.orders"))
        .filteredOn(row -> row.getField("user") != null)
        .extracting(row -> ((Record) row.getField("user")).getField("card"))
        .containsExactly("****1111");
    assertThat(LogTables.isRedacted(harness.catalog, TableName.parse("logs.orders"))).isTrue();
  }

  @Test
  void tooManyBadObjectsCommitNothing() throws Exception {
    write("a/good", event(1, "{\"a\":1}"));
    write("a/bad-1", "no stamp\n");
    write("a/bad-2", "no stamp\n");
    IngestLimits one = IngestLimits.DEFAULT.withMaxBadObjects(1);
    IngestRequest request =
        new IngestRequest(
            List.of(input("a", "/a", "logs.a")), one, OnQuarantined.SKIP, OnOverwrite.FAIL);

    assertThatThrownBy(() -> harness.run(request))
        .isInstanceOf(TooManyBadObjectsException.class)
        .hasMessageContaining("2 objects are bad, more than --max-bad-objects 1 allows")
        .hasMessageContaining("bad-1: it has no export lines");

    assertThat(harness.catalog.tableExists(LogTables.identifier(TableName.parse("logs.a"))))
        .isFalse();
    assertThat(harness.ledger().quarantinedObjects()).isEmpty();
    assertThat(run(input("a", "/a", "logs.a")).objects()).isEqualTo(1);
  }

  @Test
  void quarantinedObjectsWaitUntilTheyAreRetriedOrSalvaged() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            harness.export(
                "s", Stream.generate(() -> "{\"a\":1}").limit(50).toArray(String[]::new)));
    Path cut = harness.object("s", Arrays.copyOf(whole, whole.length - 12));
    assertThat(harness.ingest("logs.orders").refused()).hasSize(1);
    assertThat(harness.ingest("logs.orders").found().quarantined()).isEqualTo(1);

    IngestInput input = harness.input(cut, "logs.orders", EventPolicy.PLAIN);
    IngestResult retried = harness.run(IngestHarness.request(OnQuarantined.RETRY, input));
    assertThat(retried.refusedEverything()).isTrue();

    IngestResult salvaged = harness.run(IngestHarness.request(OnQuarantined.SALVAGE, input));
    assertThat(salvaged.objects()).isEqualTo(1);
    assertThat(salvaged.counts().events()).isBetween(1L, 49L);
    assertThat(harness.rows("logs.orders")).hasSize((int) salvaged.counts().events());
    assertThat(harness.ledger().quarantinedObjects()).isEmpty();

    // A repaired version does not double what was salvaged.
    harness.object("s", whole);
    assertThat(harness.ingest("logs.orders").refused())
        .extracting(RefusedObject::kind)
        .containsExactly(RefusedObject.Kind.OVERWRITTEN);
  }

  @Test
  void aRepairedObjectIsTakenInWhole() throws Exception {
    byte[] whole = Files.readAllBytes(harness.export("s", "{\"a\":1}", "{\"a\":2}"));
    harness.object("s", Arrays.copyOf(whole, whole.length - 9));
    harness.ingest("logs.orders");
    harness.object("s", whole);

    assertThat(harness.ingest("logs.orders").counts().events()).isEqualTo(2);
    assertThat(harness.ledger().quarantinedObjects()).isEmpty();
  }

  @Test
  void aPreviewSaysWhatARunWouldDoAndChangesNothing() throws Exception {
    harness.export("s", "{\"a\":1}", "{\"a\":\"x\"}");
    harness.ingest("logs.orders");
    harness.export("t", "{\"a\":1,\"b\":{\"c\":true}}", "{\"a\":false}");
    write("bare", "no stamp\n");
    write("new/1", event(1, "{\"n\":1}"));
    IngestRequest request =
        IngestHarness.request(
            OnQuarantined.SKIP,
            harness.input(harness.landing, "logs.orders", EventPolicy.PLAIN),
            input("new", "/new", "logs.new"));
    List<Record> ledger = harness.rows("firn.ledger");

    IngestResult preview = harness.preview(request);

    assertThat(preview.batches()).isEmpty();
    assertThat(harness.rows("firn.ledger")).hasSameSizeAs(ledger);
    assertThat(harness.catalog.tableExists(LogTables.identifier(TableName.parse("logs.new"))))
        .isFalse();
    IngestResult done = harness.run(request);
    assertThat(preview.objects()).isEqualTo(done.objects());
    assertThat(preview.counts().events()).isEqualTo(done.counts().events());
    assertThat(preview.tables())
        .extracting(TableResult::columns)
        .isEqualTo(done.tables().stream().map(TableResult::columns).toList());
    assertThat(preview.tables())
        .extracting(TableResult::created)
        .isEqualTo(done.tables().stream().map(TableResult::created).toList());
    assertThat(preview.refused()).isEqualTo(done.refused());
    assertThat(preview.found()).isEqualTo(done.found());
  }

  @Test
  void textBeforeTheFirstStampIsKeptAndDoesNotRefuseItsObject() throws Exception {
    write("a/1", "lost\nlines\n" + event(1, "{\"a\":1}"));

    IngestResult result = run(input("a", "/a", "logs.a"));

    assertThat(result.counts().badRecords()).isEqualTo(1);
    Record bad = harness.rows("firn.quarantine").get(0);
    assertThat(UTF_8.decode((ByteBuffer) bad.getField("bytes")).toString())
        .isEqualTo("lost\nlines\n");
    assertThat(bad.getField("position")).isEqualTo(0L);
    assertThat((String) bad.getField("object")).endsWith("/a/1");
    assertThat(bad.getField("batch")).isEqualTo(result.lastBatch().orElseThrow());
    assertThat(harness.table("firn.quarantine").refs().keySet()).containsExactly("main");
  }
}
