package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.decode.ExportEvents;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.SelectBy;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.WriteTestPlace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What export tasks write, as the SDK's clients find it. */
final class ExportObjectsHttpTest {
  private static final TaskTimes TIMES =
      TaskTimes.fixed(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private static final SandboxSettings SETTINGS =
      SandboxSettings.defaults().withTaskTimes(TIMES).withPartBytes(2000);

  private ExportFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ExportFixture(SETTINGS);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void restart(SandboxSettings settings) throws Exception {
    fixture.close();
    fixture = new ExportFixture(settings);
  }

  private void pass(long seconds) {
    fixture.clock().advance(Duration.ofSeconds(seconds));
  }

  private String statusOf(String id) {
    return fixture.task(id).status().codeAsString() + ": " + fixture.task(id).status().message();
  }

  @Test
  void objectsLieInTheRealLayoutAndBothBoundsAreInclusive() {
    long from = fixture.now();
    String lambda = "2026/11/23/[$LATEST]0d5c8e6f7a1b4c2d9e3f5a6b7c8d9e0f";
    fixture.put(lambda, from - 1, "before", "first", "{\"a\":1}\n\tat x\n\n", "last", "after");
    fixture.put("other", from - 10, "long before");
    String id = fixture.create(from, from + 2);
    pass(40);

    String key =
        "exports/a/" + id + "/2026-11-23-[$LATEST]0d5c8e6f7a1b4c2d9e3f5a6b7c8d9e0f/000000.gz";
    assertThat(fixture.keys()).containsExactlyInAnyOrder("exports/a/aws-logs-write-test", key);
    assertThat(fixture.body("exports/a/aws-logs-write-test"))
        .isEqualTo("Permission Check Successful");
    assertThat(fixture.unzipped(key))
        .isEqualTo(
            """
            2026-11-23T05:00:00.000Z first
            2026-11-23T05:00:00.001Z {"a":1}
            \tat x


            2026-11-23T05:00:00.002Z last
            """);
  }

  @Test
  void manyEventsMakeSeveralPartsInNoOrder() throws IOException {
    long from = fixture.now();
    String[] messages =
        IntStream.range(0, 400).mapToObj(i -> "m" + i + "\n  and more").toArray(String[]::new);
    fixture.put("a/b", from, messages);
    fixture.put("a-b", from, "of a stream whose name folds into the same folder");
    String id = fixture.create(from, from + 1000);
    pass(40);

    assertThat(statusOf(id)).isEqualTo("COMPLETED: Completed successfully");
    List<String> parts =
        fixture.keys().stream().filter(key -> key.startsWith("exports/a/" + id)).sorted().toList();
    assertThat(parts).hasSizeGreaterThan(3).first().asString().endsWith("/a-b/000000.gz");
    List<Long> times = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String part : parts) {
      read(fixture.unzipped(part), times, found);
    }
    assertThat(times).isNotEqualTo(times.stream().sorted().toList());
    List<String> expected = new ArrayList<>(List.of(messages));
    expected.add("of a stream whose name folds into the same folder");
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** As Firn reads them. */
  private static void read(String text, List<Long> times, List<String> messages)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (ExportEvents events = new ExportEvents(new ByteArrayInputStream(bytes))) {
      while (events.next()) {
        times.add(events.epochMillis());
        messages.add(new String(events.buffer(), events.offset(), events.length(), UTF_8));
      }
      assertThat(events.hasBadRecord()).isFalse();
    }
  }

  @Test
  void partsAreThereWhileTheTaskRuns() {
    long from = fixture.now();
    for (String stream : List.of("a", "b", "c", "d")) {
      fixture.put(stream, from, "m");
    }
    fixture.create(from, from + 10);
    pass(10);
    assertThat(fixture.keys()).hasSize(3);
    pass(30);
    assertThat(fixture.keys()).hasSize(5);
  }

  @Test
  void eventsBecomeExportableLate() throws Exception {
    restart(SETTINGS.withExportLag(Duration.ofHours(12)));
    long from = fixture.now();
    fixture.put("s", from, IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new));
    completed(from, from + 10);
    int early = events();
    fixture.clock().advance(Duration.ofHours(4));
    completed(from, from + 10);
    int later = events() - early;
    fixture.clock().advance(Duration.ofHours(8));
    completed(from, from + 1000);
    assertThat(early).isZero();
    assertThat(later).isBetween(1, 10);
    assertThat(events() - early - later).isEqualTo(200);
  }

  private void completed(long from, long to) {
    fixture.create(from, to);
    pass(40);
  }

  private int events() {
    return fixture.keys().stream()
        .filter(key -> key.endsWith(".gz"))
        .mapToInt(key -> (int) fixture.unzipped(key).lines().count())
        .sum();
  }

  @Test
  void eventsAreSelectedByTheTimeThatTheSettingNames() throws Exception {
    restart(SETTINGS.withSelectBy(SelectBy.INGESTION_TIME));
    long from = fixture.now();
    fixture.put("s", from - 86_400_000, "of yesterday, put now");
    pass(60);
    fixture.put("s", from, "of then, put a minute later");
    completed(from, from + 10);
    assertThat(fixture.keys())
        .filteredOn(key -> key.endsWith(".gz"))
        .singleElement()
        .satisfies(
            key ->
                assertThat(fixture.unzipped(key))
                    .isEqualTo("2026-11-22T05:00:00.000Z of yesterday, put now\n"));
  }

  @Test
  void expiredEventsAreNotExported() {
    fixture.logs().putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(1));
    long from = fixture.now();
    fixture.put("s", from, "m");
    fixture.clock().advance(Duration.ofDays(1));
    completed(from, from + 10);
    assertThat(fixture.keys()).containsExactly("exports/a/aws-logs-write-test");
  }

  @Test
  void theWriteTestMayLieAtTheRoot() throws Exception {
    restart(SETTINGS.withWriteTestPlace(WriteTestPlace.BUCKET_ROOT));
    fixture.create(0, fixture.now());
    assertThat(fixture.keys()).containsExactly("aws-logs-write-test");
  }

  @Test
  void aStreamPrefixAndTheDefaultPrefixAreHeeded() {
    long from = fixture.now();
    fixture.put("api/1", from, "m");
    fixture.put("web/1", from, "m");
    String id =
        fixture
            .logs()
            .createExportTask(
                ExportFixture.request(from, from)
                    .logStreamNamePrefix("api/")
                    .destinationPrefix(null)
                    .build())
            .taskId();
    pass(40);
    assertThat(fixture.keys())
        .containsExactlyInAnyOrder(
            "exportedlogs/aws-logs-write-test", "exportedlogs/" + id + "/api-1/000000.gz");
  }
}
