package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.export.ExportPolicy;
import io.firn.export.ExportReport;
import io.firn.export.ExportReport.End;
import io.firn.export.Hook;
import io.firn.export.RebuildReport;
import io.firn.landing.ExportedTask;
import io.firn.landing.WindowMarker;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.testing.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three days of {@code firn run} every 15 minutes. Runs are killed anywhere, at times two are at
 * work at once, events come late, and once all state is lost: each event is in its table, once.
 */
final class WholeWayTest {
  private static final long SEED = 20261127;
  private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
  private static final Duration TIME = Duration.ofDays(3);
  private static final Duration PAUSE = Duration.ofMinutes(15);

  /** Events in 15 minutes, by group. */
  private static final Map<String, Double> GROUPS =
      new LinkedHashMap<>(Map.of("/sim/busy", 12.0, "/sim/calm", 2.0, "/sim/rare", 0.05));

  private static final Duration EVERY = Duration.ofHours(4);
  private static final Duration RECHECK = Duration.ofHours(30);

  /** Events come so late at most: exported long ago, rechecked not yet. */
  private static final int MOST_HOURS_LATE = 16;

  /** A run is killed before or after one step of so many. */
  private static final int STEPS_PER_KILL = 100;

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, List<InputEvent>> put = new LinkedHashMap<>();
  private int number;
  private int events;
  private int late;
  private int runs;
  private int pairs;
  private int crashes;
  private int recovered;
  private int batches;
  private int adopted;

  @Test
  @Timeout(300)
  void threeDaysWithCrashesAreExact() throws Exception {
    long began = System.nanoTime();
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withSeed(SEED)
            .withTaskTimes(TaskTimes.between(Duration.ofSeconds(20), Duration.ofMinutes(4), SEED))
            .withExportLag(Duration.ofHours(11))
            .withPartBytes(4096)
            .withQuotas(Quotas.BY_TEST_CLOCK);
    try (WholeWay way =
        new WholeWay(
            directory,
            TestClock.standingAt(START),
            settings,
            ExportPolicy.defaults().withRecheckAfter(RECHECK).withEvery(EVERY))) {
      GROUPS.keySet().forEach(group -> begin(way, group));
      RebuildReport rebuilt = null;
      for (Instant turn = START; turn.isBefore(START.plus(TIME)); turn = turn.plus(PAUSE)) {
        way.clock().advanceTo(turn);
        GROUPS.forEach((group, count) -> put(way, group, count));
        if (rebuilt == null && !turn.isBefore(START.plus(Duration.ofHours(50)))) {
          way.loseState();
          rebuilt = way.rebuildState();
        }
        turn(way);
      }
      settle(way);
      assertExact(way);
      assertThat(rebuilt.receipts() + rebuilt.markers()).isGreaterThan(20);
      System.out.printf(
          "%d runs, %d of two at once, %d killed, %d batches recovered, %d tasks found again, state"
              + " lost once; %d windows, %d batches, %d events (%d late), each once; %d s%n",
          runs,
          pairs,
          crashes,
          recovered,
          adopted,
          way.windows().size(),
          batches,
          events,
          late,
          Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }
    assertThat(crashes).isGreaterThan(40);
    assertThat(recovered).isGreaterThan(5);
  }

  private void begin(WholeWay way, String group) {
    way.logs().ensureLogGroup(group);
    put.put(group, new ArrayList<>());
  }

  /** Some events of the last 15 minutes; keys come with time, and events may be the same. */
  private void put(WholeWay way, String group, double expected) {
    int count = (int) expected + (random.nextDouble() < expected % 1 ? 1 : 0);
    List<InputEvent> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = way.clock().millis() - age();
      InputEvent event = new InputEvent(time, message(way.clock().instant()));
      some.add(event);
      if (random.nextInt(20) == 0) {
        some.add(event);
      }
    }
    some.sort(Comparator.comparing(InputEvent::timestamp));
    way.logs().putPastEvents(group, "app/" + random.nextInt(3), some);
    put.get(group).addAll(some);
    events += some.size();
  }

  /** How old an event is when it comes, in milliseconds. */
  private long age() {
    if (random.nextInt(50) > 0) {
      return random.nextLong(PAUSE.toMillis());
    }
    late++;
    return random.nextLong(Duration.ofHours(MOST_HOURS_LATE).toMillis());
  }

  private String message(Instant now) {
    long day = Duration.between(START, now).toDays();
    String more = day == 0 ? "" : ",\"day%d\":%d".formatted(day, day);
    return "{\"n\":" + ++number + more + "}";
  }

  /** A run, or two: the second one begins and ends while the first is between its jobs. */
  private void turn(WholeWay way) throws IOException {
    boolean two = random.nextInt(8) == 0;
    pairs += two ? 1 : 0;
    run(way, two ? () -> run(way, () -> {}) : () -> {});
  }

  /** What happens between the jobs of a run; it may fail as they may. */
  private interface Between {
    void happen() throws IOException;
  }

  private void run(WholeWay way, Between between) throws IOException {
    Kill kill = new Kill(random.split(), STEPS_PER_KILL);
    runs++;
    try {
      export(way, kill);
      between.happen();
      ingest(way, kill);
    } catch (Faults.Crash e) {
      crashes++;
    }
  }

  private ExportReport export(WholeWay way, Hook kill) {
    ExportReport report = way.export(kill);
    assertThat(report.problem()).isEmpty();
    assertThat(report.gaps()).isEmpty();
    adopted += report.adopted().size();
    return report;
  }

  private void ingest(WholeWay way, Kill kill) throws IOException {
    IngestResult result = way.ingest(kill.faults());
    assertThat(result.problem()).isEmpty();
    assertThat(result.refused()).isEmpty();
    assertThat(result.found().failures()).isEmpty();
    assertThat(result.tables()).allSatisfy(table -> assertThat(table.problem()).isEmpty());
    batches += result.batches().size();
    recovered += result.recovered().size();
  }

  /** Nothing new comes any more, and nothing goes wrong, until all is in its table. */
  private void settle(WholeWay way) throws IOException {
    way.clock().advance(RECHECK.plusHours(1));
    boolean idle = false;
    for (int i = 0; i < 100 && !idle; i++) {
      idle = export(way, Hook.NONE).end() == End.IDLE;
      ingest(way, new Kill(random.split(), Integer.MAX_VALUE));
      way.clock().advance(Duration.ofMinutes(5));
    }
  }

  private void assertExact(WholeWay way) throws IOException {
    List<WindowMarker> windows = way.windows();
    assertThat(windows.stream().map(WindowMarker::task).map(ExportedTask::id))
        .as("windows, by their tasks")
        .containsExactlyInAnyOrderElementsOf(way.completedTasks());
    assertThat(windows).filteredOn(window -> isRecheck(window.window())).hasSizeGreaterThan(20);
    Map<LogGroup, List<ExportWindow>> byGroup =
        windows.stream()
            .filter(window -> !isRecheck(window.window()))
            .collect(
                Collectors.groupingBy(
                    WindowMarker::group,
                    Collectors.mapping(WindowMarker::window, Collectors.toList())));
    byGroup.forEach(WholeWayTest::assertExportedOnce);
    for (Map.Entry<String, List<InputEvent>> group : put.entrySet()) {
      List<String> expected = group.getValue().stream().map(WholeWay::row).sorted().toList();
      assertThat(way.rows(group.getKey()))
          .as("%s, seed %s", group.getKey(), SEED)
          .isEqualTo(expected);
    }
    assertThat(way.stateKeys(key -> key.startsWith("leases/"))).isEmpty();
    assertThat(way.columns("/sim/busy")).contains("n", "day1", "day2");
  }

  private static boolean isRecheck(ExportWindow window) {
    return window.purpose() == ExportWindow.Purpose.RECHECK;
  }

  private static void assertExportedOnce(LogGroup group, List<ExportWindow> windows) {
    List<ExportWindow> sorted = new ArrayList<>(windows);
    sorted.sort(Comparator.comparing(ExportWindow::from));
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(sorted.get(i).from())
          .as("%s after %s", group, sorted.get(i - 1))
          .isEqualTo(sorted.get(i - 1).to().plusMillis(1));
    }
  }

  /** The end of a run at any step of either of its jobs. */
  private static final class Kill implements Hook {
    private final SplittableRandom random;
    private final int steps;

    /**
     * By chance.
     *
     * @param steps one of so many is the last one
     */
    Kill(SplittableRandom random, int steps) {
      this.random = random;
      this.steps = steps;
    }

    Faults faults() {
      return new Faults().before(this::at).after(this::at);
    }

    @Override
    public void before() {
      at("export");
    }

    @Override
    public void after() {
      at("export");
    }

    private synchronized void at(String step) {
      if (random.nextInt(steps) == 0) {
        throw new Faults.Crash(step);
      }
    }
  }
}
