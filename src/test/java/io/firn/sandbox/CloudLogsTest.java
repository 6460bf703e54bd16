package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The model in process: quotas, faults, and that the same seed makes the same world. */
final class CloudLogsTest {
  private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");

  private final TestClock clock = TestClock.standingAt(START);
  private final MemoryExports exports = new MemoryExports();
  private final CloudLogs model = new CloudLogs(clock, SandboxSettings.defaults(), exports);
  private final RegionalLogs logs = model.in(PLACE);

  CloudLogsTest() {
    exports.createBucket("landing");
  }

  private static String export(RegionalLogs logs) {
    return logs.createExportTask(request());
  }

  private static ExportRequest request() {
    return ExportRequest.of(
        "name", "g", START.toEpochMilli(), START.toEpochMilli() + 999, "landing", "p");
  }

  private static void fill(RegionalLogs logs) {
    logs.createLogGroup("g", GroupClass.STANDARD);
    logs.createLogStream("g", "s");
    logs.putLogEvents(
        "g",
        "s",
        IntStream.range(0, 1000)
            .mapToObj(i -> new InputEvent(START.toEpochMilli() + i, "m" + i))
            .toList());
  }

  @Test
  void callsBeyondTheQuotaOfASecondAreRefused() {
    for (int i = 0; i < 5; i++) {
      logs.describeExportTasks(TaskQuery.all());
    }
    assertRefused("ThrottlingException", () -> logs.describeExportTasks(TaskQuery.all()));
    // Each operation, and each place, has its own.
    logs.describeLogGroups(GroupQuery.startingWith(""));
    model.in(new AccountRegion("123456789012", "us-east-1")).describeExportTasks(TaskQuery.all());
    clock.advance(Duration.ofMillis(999));
    assertRefused("ThrottlingException", () -> logs.describeExportTasks(TaskQuery.all()));
    clock.advance(Duration.ofMillis(1));
    logs.describeExportTasks(TaskQuery.all());
  }

  private static void assertRefused(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void aLostRequestDoesNothingAndALostAnswerHidesWhatWasDone() {
    fill(logs);
    logs.faults().loseRequest(Operation.CREATE_EXPORT_TASK, 1);
    assertThatThrownBy(() -> export(logs)).isInstanceOf(LostAnswerException.class);
    assertThat(logs.describeExportTasks(TaskQuery.all()).items()).isEmpty();
    logs.faults().loseAnswer(Operation.CREATE_EXPORT_TASK, 1);
    assertThatThrownBy(() -> export(logs)).isInstanceOf(LostAnswerException.class);
    assertThat(logs.describeExportTasks(TaskQuery.all()).items())
        .singleElement()
        .satisfies(task -> assertThat(task.request()).isEqualTo(request()));
  }

  @Test
  void faultsAreUsedUpOneByOne() {
    fill(logs);
    logs.faults().failNextTask("first");
    logs.faults().nextTaskRuns(Duration.ofHours(2));
    String failed = export(logs);
    clock.advance(Duration.ofMinutes(1));
    String slow = export(logs);
    clock.advance(Duration.ofMinutes(1));
    assertThat(status(failed)).isEqualTo(TaskStatus.FAILED);
    assertThat(status(slow)).isEqualTo(TaskStatus.RUNNING);
    clock.advance(Duration.ofHours(2));
    assertThat(status(slow)).isEqualTo(TaskStatus.COMPLETED);
  }

  private TaskStatus status(String id) {
    clock.advance(Duration.ofSeconds(1));
    return logs.describeExportTasks(TaskQuery.of(id)).items().get(0).status();
  }

  @Test
  void aLongJumpOfTheClockSeesWhatEachTaskSawAtItsStart() {
    fill(logs);
    logs.putRetentionPolicy("g", 1);
    export(logs);
    // Put while the task waits, expired when the clock stands still again.
    clock.advance(Duration.ofDays(3));
    assertThat(exports.events("landing", "p/")).hasSize(1000);
    clock.advance(Duration.ofSeconds(1));
    export(logs);
    clock.advance(Duration.ofMinutes(1));
    assertThat(exports.events("landing", "p/")).hasSize(1000);
  }

  @Test
  void aDeletedGroupFailsItsTask() {
    fill(logs);
    String id = export(logs);
    logs.deleteLogGroup("g");
    clock.advance(Duration.ofMinutes(1));
    assertThat(status(id)).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    assertThat(world(7)).isEqualTo(world(7)).isNotEqualTo(world(8));
  }

  /** Keys and the order of events in them. */
  private static String world(long seed) {
    TestClock clock = TestClock.standingAt(START);
    MemoryExports exports = new MemoryExports();
    exports.createBucket("landing");
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withSeed(seed)
            .withPartBytes(5000)
            .withExportLag(Duration.ofHours(12));
    RegionalLogs logs = new CloudLogs(clock, settings, exports).in(PLACE);
    fill(logs);
    clock.advance(Duration.ofHours(6));
    export(logs);
    clock.advance(Duration.ofMinutes(1));
    return exports.list("landing", "") + "\n" + exports.events("landing", "");
  }

  @Test
  void anEventMayStandForMany() {
    logs.createLogGroup("g", GroupClass.STANDARD);
    logs.createLogStream("g", "s");
    logs.putLogEvents("g", "s", List.of(new InputEvent(START.toEpochMilli(), "m", 20L << 30)));
    assertThat(logs.describeLogGroups(GroupQuery.startingWith("g")).items().get(0).storedBytes())
        .isEqualTo(20L << 30);
    assertThat(
            logs.metricData(
                List.of(
                    new MetricQuery(
                        IngestMetric.INCOMING_BYTES,
                        "g",
                        START.toEpochMilli(),
                        START.toEpochMilli() + 1,
                        Duration.ofMinutes(1)))))
        .containsExactly(List.of(new MetricPoint(START.toEpochMilli(), 20.0 * (1L << 30))));
  }

  @Test
  void aPastCanBeMade() {
    Instant past = START.minus(Duration.ofDays(700));
    logs.createLogGroup("g", GroupClass.STANDARD);
    logs.backdate("g", past);
    logs.putPastEvents("g", "s", List.of(new InputEvent(past.toEpochMilli(), "old")));
    assertThat(logs.describeLogGroups(GroupQuery.startingWith("")).items().get(0).creationTime())
        .isEqualTo(past.toEpochMilli());
    assertThat(logs.filterLogEvents(EventQuery.between("g", 0, START.toEpochMilli())).items())
        .extracting(StoredEvent::ingestionTime)
        .containsExactly(past.toEpochMilli());
  }
}
