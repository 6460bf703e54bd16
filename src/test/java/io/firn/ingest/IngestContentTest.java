package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.ObjectFormat;
import io.firn.TableName;
import io.firn.dedupe.DuplicatesTable;
import io.firn.dedupe.TextDigest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.MixedLake.Sent;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.table.LogTables;
import io.firn.testing.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come by exports and by subscriptions count as often as they have happened. */
final class IngestContentTest {
  private static final String GROUP = "/shop/orders";
  private static final String TABLE = "logs.orders";
  private static final TableName NAME = TableName.parse(TABLE);

  @TempDir private Path directory;
  private MixedLake lake;

  @BeforeEach
  void open() throws IOException {
    lake = new MixedLake(directory);
    lake.format(ObjectFormat.AUTO);
    lake.fallback(GROUP);
    lake.account(MixedLake.ACCOUNT);
    route(Dedupe.CONTENT);
  }

  private void route(Dedupe dedupe) {
    lake.route(GROUP, TABLE, EventPolicy.PLAIN.with(dedupe));
  }

  private void export(String name, Sent... events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Sent event : events) {
      String stamp =
          Instant.ofEpochMilli(event.millis()).toString().replaceFirst("(:\\d\\d)Z", "$1.000Z");
      bytes.writeBytes((stamp + " " + event.message() + "\n").getBytes(UTF_8));
    }
    lake.object(name, bytes.toByteArray());
  }

  private void subscription(String name, Sent... events) throws IOException {
    lake.object(name, lake.message(GROUP, "stream", List.of(events)));
  }

  private static Sent event(long id, int minute, String message) {
    return new Sent(id, MixedLake.START.plus(Duration.ofMinutes(minute)).toEpochMilli(), message);
  }

  private static String content(long millis, String message) {
    return millis + " " + message;
  }

  private static String content(Sent event) {
    return content(event.millis(), event.message());
  }

  /** How often the table has what. */
  private Map<String, Integer> contents() {
    Map<String, Integer> contents = new TreeMap<>();
    lake.read(TABLE, row -> contents.merge(content(row), 1, Integer::sum));
    return contents;
  }

  /** Messages are text, or JSON with one number. */
  private static String content(Record row) {
    long millis =
        ((LocalDateTime) row.getField("log_time")).toInstant(ZoneOffset.UTC).toEpochMilli();
    Object number = row.struct().field("n") == null ? null : row.getField("n");
    return content(
        millis, number == null ? (String) row.getField("log_message") : "{\"n\":" + number + "}");
  }

  private static Map<String, Integer> counted(Sent... events) {
    Map<String, Integer> contents = new TreeMap<>();
    for (Sent event : events) {
      contents.merge(content(event), 1, Integer::sum);
    }
    return contents;
  }

  private long remembered() {
    long[] rows = {0};
    lake.read(DuplicatesTable.NAME.toString(), row -> rows[0]++);
    return rows[0];
  }

  @Test
  void whatCameByBothWaysCountsOnceAndIdenticalEventsEach() throws IOException {
    Sent once = event(1, 0, "text");
    Sent twin = event(2, 1, "{\"n\":7}");
    Sent other = event(3, 1, "{\"n\":7}");
    Sent exported = event(4, 2, "only the export has it");
    Sent sent = event(5, 3, "only the subscription has it");
    export("export", once, twin, other, exported);
    lake.run();
    assertThat(remembered()).isZero();
    subscription("subscription", once, twin, other, sent);
    IngestResult result = lake.run();

    assertThat(result.counts().duplicates()).isEqualTo(3);
    assertThat(contents()).isEqualTo(counted(once, twin, other, exported, sent));
    assertThat(remembered()).isEqualTo(3);
    lake.read(
        TABLE,
        row -> {
          byte[] message = content(row).replaceFirst("[0-9]* ", "").getBytes(UTF_8);
          assertThat(row.getField("log_digest"))
              .isEqualTo(TextDigest.of(message, 0, message.length));
        });
    assertThat(lake.run().batches()).isEmpty();

    subscription("again", once, twin, other, sent);
    assertThat(lake.run().counts().duplicates()).isEqualTo(4);
    assertThat(remembered()).as("ids that are known are not remembered again").isEqualTo(3);
    assertThat(contents()).isEqualTo(counted(once, twin, other, exported, sent));
  }

  /** A day of events; one in three has a twin, and some of those a third. */
  private static List<Sent> day(Random random, int count) {
    List<Sent> events = new ArrayList<>();
    while (events.size() < count) {
      int minute = random.nextInt(2 * 24 * 60);
      String message =
          random.nextBoolean()
              ? "{\"n\":" + random.nextInt(3) + "}"
              : "line\n\tünïcode \"😀\" " + random.nextInt(3);
      int copies = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(2);
      for (int copy = 0; copy < copies; copy++) {
        events.add(event(events.size() + 1, minute, message));
      }
    }
    return events;
  }

  private record Delivery(boolean exported, String name, List<Sent> events) {}

  /** An export in some parts, and two subscriptions of which each sends some twice. */
  private static List<Delivery> deliveries(Random random, List<Sent> truth) {
    List<Delivery> deliveries = new ArrayList<>();
    int parts = 2 + random.nextInt(3);
    List<Sent> shuffled = new ArrayList<>(truth);
    Collections.shuffle(shuffled, random);
    for (int part = 0; part < parts; part++) {
      int from = part * shuffled.size() / parts;
      int to = (part + 1) * shuffled.size() / parts;
      deliveries.add(new Delivery(true, "export" + part, shuffled.subList(from, to)));
    }
    for (String way : List.of("firehose", "lambda")) {
      List<Sent> inOrder = new ArrayList<>(truth);
      Collections.shuffle(inOrder, random);
      int from = 0;
      for (int i = 0; from < inOrder.size(); i++) {
        int to = Math.min(inOrder.size(), from + 1 + random.nextInt(25));
        List<Sent> sent = new ArrayList<>(inOrder.subList(Math.max(0, from - 5), to));
        deliveries.add(new Delivery(false, way + i, sent));
        if (random.nextInt(4) == 0) {
          deliveries.add(new Delivery(false, way + i + "again", sent));
        }
        from = to;
      }
    }
    Collections.shuffle(deliveries, random);
    return deliveries;
  }

  /** What is known to have happened. */
  private static final class Known {
    private final Map<String, Integer> exported = new TreeMap<>();
    private final Map<String, Integer> subscribed = new TreeMap<>();
    private final Set<Long> ids = new HashSet<>();

    void add(Delivery delivery) {
      for (Sent event : delivery.events) {
        if (delivery.exported) {
          exported.merge(content(event), 1, Integer::sum);
        } else if (ids.add(event.id())) {
          subscribed.merge(content(event), 1, Integer::sum);
        }
      }
    }

    Map<String, Integer> counts() {
      Map<String, Integer> counts = new TreeMap<>(exported);
      subscribed.forEach((content, count) -> counts.merge(content, count, Math::max));
      return counts;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void theSameDayByExportAndByTwoSubscriptions(long seed) throws IOException {
    deliver(seed, 30);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  @Tag("long")
  void theSameDayOnceMore(long seed) throws IOException {
    deliver(seed, 60);
  }

  private void deliver(long seed, int happened) throws IOException {
    Random random = new Random(seed);
    List<Sent> truth = day(random, happened);
    List<Delivery> deliveries = deliveries(random, truth);
    Known known = new Known();
    int crashes = 0;
    int at = 0;
    while (at < deliveries.size()) {
      int to = Math.min(deliveries.size(), at + 1 + random.nextInt(6));
      for (Delivery delivery : deliveries.subList(at, to)) {
        Sent[] events = delivery.events.toArray(Sent[]::new);
        if (delivery.exported) {
          export(delivery.name, events);
        } else {
          subscription(delivery.name, events);
        }
        known.add(delivery);
      }
      at = to;
      lake.batches(1 + random.nextInt(4));
      crashes += runsUntilDone(random, known);
      assertThat(contents()).as("seed %d, after %d", seed, at).isEqualTo(known.counts());
    }
    assertThat(contents()).isEqualTo(counted(truth.toArray(Sent[]::new)));
    assertThat(crashes).isPositive();
  }

  /** Never more than what has happened is in the table. */
  private int runsUntilDone(Random random, Known known) throws IOException {
    for (int crashes = 0; ; crashes++) {
      int at = 1 + random.nextInt(400);
      int[] step = {0};
      Faults faults =
          new Faults()
              .before(
                  name -> {
                    if (++step[0] == at) {
                      throw new Faults.Crash(name);
                    }
                  });
      try {
        lake.run(faults, OnQuarantined.SKIP);
        return crashes;
      } catch (Faults.Crash e) {
        lake.waitForLeases();
        Map<String, Integer> most = known.counts();
        contents()
            .forEach(
                (content, count) ->
                    assertThat(count)
                        .as(content)
                        .isLessThanOrEqualTo(most.getOrDefault(content, 0)));
      }
    }
  }

  @Test
  void aTableThatWasMadeOtherwiseIsRefused() throws IOException {
    route(Dedupe.ID);
    export("one", event(1, 0, "text"));
    lake.run();
    route(Dedupe.CONTENT);
    export("two", event(2, 0, "text"));
    IngestResult result = lake.run();
    assertThat(result.batches()).isEmpty();
    assertThat(result.tables())
        .singleElement()
        .satisfies(
            table ->
                assertThat(table.problem().orElseThrow())
                    .hasMessage(
                        "Cannot ingest into logs.orders: it was made without dedupe: content, and"
                            + " its events have no digests to compare with (choose another table,"
                            + " or set dedupe to id or none)"));
    route(Dedupe.NONE);
    lake.run();
    assertThat(contents()).isEqualTo(counted(event(1, 0, "text"), event(2, 0, "text")));
  }

  @Test
  void digestsAreFilledWhateverTheRouteSaysLater() throws IOException {
    Sent first = event(1, 0, "text");
    Sent second = event(2, 1, "other");
    export("first", first);
    lake.run();
    route(Dedupe.NONE);
    export("second", second);
    lake.run();
    route(Dedupe.CONTENT);
    subscription("both", first, second);
    assertThat(lake.run().counts().duplicates()).isEqualTo(2);
    assertThat(contents()).isEqualTo(counted(first, second));

    route(Dedupe.ID);
    subscription("again", first, second);
    assertThat(lake.run().counts().duplicates()).as("ids that were left out").isEqualTo(2);
    assertThat(contents()).isEqualTo(counted(first, second));
  }

  @Test
  void ofATableThatWasDroppedNothingIsRemembered() throws IOException {
    Sent event = event(1, 0, "text");
    export("export", event);
    String first = lake.run().batches().get(0);
    subscription("subscription", event);
    String second = lake.run().batches().get(0);
    lake.inCatalog(catalog -> catalog.dropTable(LogTables.identifier(NAME), true));
    reopen(List.of(first, second));
    lake.run();
    lake.run();
    assertThat(contents()).isEqualTo(counted(event));
  }

  @Test
  void whatReopenedBatchesLeftOutIsForgotten() throws IOException {
    Sent event = event(1, 0, "text");
    export("export", event);
    lake.run();
    subscription("subscription", event);
    String second = lake.run().batches().get(0);
    assertThat(remembered()).isEqualTo(1);
    reopen(List.of(second));
    IngestResult again = lake.run();
    assertThat(again.counts().duplicates()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(2);
    assertThat(contents()).isEqualTo(counted(event));
  }

  private void reopen(List<String> batches) {
    lake.inLedger(
        ledger -> batches.forEach(batch -> ledger.reopen(new BatchId(batch), NAME, "by test")));
  }
}
