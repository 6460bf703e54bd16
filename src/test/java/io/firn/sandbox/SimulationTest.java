package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A month of 60 groups costs seconds in process, and loses nothing: a plain exporter that takes the
 * group that lags most, up to 13 hours ago, finds each event once.
 */
final class SimulationTest {
  private static final long SEED = 20261123;
  private static final int GROUPS = 60;
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration SETTLE = Duration.ofHours(13);
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");

  private record Running(String id, String group, long to) {}

  private final TestClock clock = TestClock.standingAt(START);
  private final MemoryExports exports = new MemoryExports();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final RegionalLogs logs =
      new CloudLogs(
              clock,
              SandboxSettings.defaults()
                  .withSeed(SEED)
                  .withTaskTimes(
                      TaskTimes.between(Duration.ofMinutes(1), Duration.ofMinutes(40), SEED))
                  .withExportLag(Duration.ofHours(12))
                  .withQuotas(Quotas.NONE),
              exports)
          .in(PLACE);
  private final Map<String, List<InputEvent>> put = new HashMap<>();
  private final Map<String, List<String>> finished = new HashMap<>();
  private final Map<String, Long> exported = new HashMap<>();
  private Optional<Running> running = Optional.empty();
  private int refused;
  private int failed;

  @Test
  @Timeout(60)
  void aMonthOfSixtyGroups() {
    exports.createBucket("landing");
    for (int i = 0; i < GROUPS; i++) {
      logs.createLogGroup(name(i), GroupClass.STANDARD);
      logs.createLogStream(name(i), "s");
      put.put(name(i), new ArrayList<>());
      exported.put(name(i), START.toEpochMilli());
    }
    for (Instant end = START.plus(Duration.ofDays(30)); clock.instant().isBefore(end); ) {
      putSome();
      if (random.nextInt(5) == 0) {
        logs.occupySlot(Duration.ofMinutes(1 + random.nextInt(30)));
      }
      if (random.nextInt(100) == 0) {
        logs.faults().failNextTask("Internal error");
      }
      tick();
      clock.advance(STEP);
    }
    assertThat(refused).isGreaterThan(100);
    assertThat(failed).isGreaterThan(5);
    put.keySet().forEach(this::assertExported);
  }

  private static String name(int number) {
    return "g-%02d".formatted(number);
  }

  /** Groups differ by a factor of more than a thousand; an event is up to half an hour late. */
  private void putSome() {
    for (int i = 0; i < GROUPS; i++) {
      double perStep = 12.0 / (1 + i * i);
      int count = (int) perStep + (random.nextDouble() < perStep % 1 ? 1 : 0);
      List<InputEvent> events = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        long time = clock.millis() - random.nextInt(1_800_000);
        events.add(new InputEvent(time, "m" + random.nextInt(1000)));
      }
      if (!events.isEmpty()) {
        events.sort((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
        logs.putLogEvents(name(i), "s", events);
        put.get(name(i)).addAll(events);
      }
    }
  }

  private void tick() {
    running.ifPresent(this::follow);
    if (running.isEmpty()) {
      begin();
    }
  }

  private void follow(Running task) {
    TaskStatus status = logs.describeExportTasks(TaskQuery.of(task.id())).items().get(0).status();
    if (status == TaskStatus.COMPLETED) {
      exported.put(task.group(), task.to() + 1);
      finished.computeIfAbsent(task.group(), first -> new ArrayList<>()).add(task.id());
    }
    failed += status == TaskStatus.FAILED ? 1 : 0;
    running = status.isFinal() ? Optional.empty() : running;
  }

  private void begin() {
    Map.Entry<String, Long> most =
        exported.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    long to = clock.millis() - SETTLE.toMillis();
    if (to <= most.getValue()) {
      return;
    }
    ExportRequest request =
        ExportRequest.of("sim", most.getKey(), most.getValue(), to, "landing", most.getKey());
    try {
      running = Optional.of(new Running(logs.createExportTask(request), most.getKey(), to));
    } catch (AwsException e) {
      assertThat(e.code()).isEqualTo("LimitExceededException");
      refused++;
    }
  }

  /** Exports that failed are left out, as their parts would be by a reader of finished tasks. */
  private void assertExported(String group) {
    long end = exported.get(group);
    assertThat(end).isGreaterThan(START.toEpochMilli());
    List<String> found =
        finished.getOrDefault(group, List.of()).stream()
            .flatMap(task -> exports.events("landing", group + "/" + task + "/").stream())
            .map(event -> event.timestamp() + " " + event.message())
            .sorted()
            .toList();
    List<String> expected =
        put.get(group).stream()
            .filter(event -> event.timestamp() >= START.toEpochMilli() && event.timestamp() < end)
            .map(event -> event.timestamp() + " " + event.message())
            .sorted()
            .toList();
    assertThat(found).as("%s, seed %d", group, SEED).isEqualTo(expected);
  }
}
