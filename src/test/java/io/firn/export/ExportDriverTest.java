package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ExportWindow.Purpose;
import io.firn.export.ExportReport.End;
import io.firn.landing.LandedPart;
import io.firn.landing.WindowMarker;
import io.firn.sandbox.GroupClass;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single turns that an export may take. */
final class ExportDriverTest {
  private static final String GROUP = "/shop/orders";
  private static final Duration DAY = Duration.ofDays(1);

  /** Until nothing is due. */
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(60);

  private final ExportWorld world = world(SandboxSettings.defaults());

  private static ExportWorld world(SandboxSettings settings) {
    return new ExportWorld(settings, ExportPolicy.defaults().withRecheckAfter());
  }

  /** A group of a day ago with an event an hour since. */
  private void fill(ExportWorld world, String group) {
    world.createGroup(group);
    for (int hour = 0; hour < 24; hour++) {
      world.putSome(group, 5, Duration.ofHours(1));
      world.clock.advance(Duration.ofHours(1));
    }
  }

  private int tasks() {
    world.clock.advance(Duration.ofSeconds(2));
    return world.logs.describeExportTasks(TaskQuery.all()).items().size();
  }

  private static String prefix(WindowMarker marker) {
    return marker.prefix();
  }

  @Test
  void aGroupIsExportedUpToWhatHasSettled() {
    fill(world, GROUP);
    Instant before = world.clock.instant();
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);

    assertThat(report.end()).isEqualTo(End.IDLE);
    assertThat(report.started()).isEqualTo(1);
    assertThat(report.problems()).isEmpty();
    WindowMarker marker = world.markers().get(0);
    assertThat(report.finished())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.marker())
                  .isEqualTo("exports/windows/2026/11/03/" + marker.task().id() + ".json");
              assertThat(window.parts()).isEqualTo(marker.parts().size());
              assertThat(window.bytes()).isEqualTo(marker.bytes()).isPositive();
            });
    assertThat(marker.window().from()).isEqualTo(ExportWorld.START.minus(Duration.ofDays(14)));
    assertThat(marker.window().to())
        .isBetween(
            before.minus(Duration.ofHours(12)).minusMillis(1),
            before.minus(Duration.ofHours(12)).plusSeconds(5));
    assertThat(marker.window().purpose()).isEqualTo(Purpose.EXPORT);
    assertThat(marker.window().generation()).isEqualTo(ExportWorld.START.toEpochMilli());
    assertThat(prefix(marker))
        .matches(
            "exports/123456789012/eu-central-1/shop-orders-[0-9a-f]{8}"
                + "/20261019T000000\\.000Z_20261102T115959\\.999Z/20261103T000000\\.000Z");
    assertThat(marker.parts())
        .isNotEmpty()
        .allSatisfy(
            part ->
                assertThat(part.key()).startsWith(prefix(marker) + "/" + marker.task().id() + "/"));
    assertThat(world.slot()).isEqualTo(Slot.FREE);
    new ExportedWindows(world, "").assertComplete();
    // What is next is due an hour later.
    assertThat(report.due())
        .hasValue(marker.window().to().plusMillis(1).plus(Duration.ofHours(13)));
  }

  @Test
  void aTickEndsWithItsBudgetAndTheNextOneGoesOn() {
    fill(world, GROUP);
    ExportReport first = world.driver().tick(Duration.ofSeconds(5));
    assertThat(first.end()).isEqualTo(End.BUDGET);
    assertThat(first.finished()).isEmpty();
    assertThat(world.slot().task()).isPresent();
    ExportReport second = world.driver().tick(Duration.ofMinutes(2));
    assertThat(second.end()).isEqualTo(End.IDLE);
    assertThat(second.started()).isZero();
    assertThat(second.finished()).hasSize(1);
  }

  /** Dies at the call of that number, counted from the first CreateExportTask. */
  private ExportDriver dying(int creations, boolean afterIt) {
    CloudWatchLogs logs = new DyingLogs(new SandboxLogs(world.logs), creations, afterIt);
    return world.driver(logs);
  }

  @Test
  void anIntentWhoseTaskWasNeverCreatedIsGivenUpAfterTwoMinutes() {
    fill(world, GROUP);
    killed(dying(1, false));
    assertThat(world.slot().window()).isPresent();
    Intent intent = world.slot().window().orElseThrow();

    ExportReport early = world.driver().tick(Duration.ofSeconds(50));
    assertThat(early.started()).isZero();
    assertThat(world.slot().window()).hasValue(intent);

    ExportReport later = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(later.started()).isEqualTo(1);
    assertThat(later.adopted()).isEmpty();
    assertThat(world.markers()).hasSize(1);
    assertThat(prefix(world.markers().get(0))).isNotEqualTo(intent.prefix());
    assertThat(tasks()).isEqualTo(1);
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void aTaskThatRunsIsFoundByItsName() {
    fill(world, GROUP);
    killed(dying(1, true));
    assertThat(world.slot().task()).isEmpty();
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.adopted()).containsExactly(FoundBy.NAME);
    assertThat(report.started()).isZero();
    assertThat(tasks()).isEqualTo(1);
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void aTaskThatIsOverIsFoundByItsObjects() {
    fill(world, GROUP);
    killed(dying(1, true));
    Intent intent = world.slot().window().orElseThrow();
    world.clock.advance(Duration.ofHours(1));
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.adopted()).containsExactly(FoundBy.OBJECTS);
    assertThat(world.markers()).extracting(WindowMarker::prefix).contains(intent.prefix());
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void aTaskThatIsOverAndWroteNothingIsFoundAmongAll() {
    world.createGroup(GROUP);
    world.clock.advance(DAY);
    killed(dying(1, true));
    world.clock.advance(Duration.ofHours(1));
    ExportReport report = world.driver().tick(Duration.ofSeconds(1));
    assertThat(report.adopted()).containsExactly(FoundBy.HISTORY);
    assertThat(report.finished()).hasSize(1);
    assertThat(world.markers().get(0).parts()).isEmpty();
  }

  private static void killed(ExportDriver driver) {
    try {
      driver.tick(AS_LONG_AS_IT_TAKES);
    } catch (Crash e) {
      return;
    }
    throw new AssertionError("It was not killed");
  }

  @Test
  void anotherExportersTaskIsNamedAndWaitedFor() {
    fill(world, GROUP);
    world.logs.occupySlot(Duration.ofHours(3));
    Instant before = world.clock.instant();
    ExportReport report = world.driver().tick(Duration.ofMinutes(5));
    assertThat(report.end()).isEqualTo(End.BUDGET);
    assertThat(report.slotHolder().orElseThrow())
        .contains("'someone-elses-export'")
        .contains("log group /other/team");
    assertThat(report.slotTakenSince()).hasValue(before);
    // It is since then, however many ticks have passed.
    world.clock.advance(Duration.ofHours(1));
    ExportReport later = world.driver().tick(Duration.ofMinutes(1));
    assertThat(later.slotTakenSince()).hasValue(before);
    ExportReport last = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(last.finished()).hasSize(1);
    assertThat(last.slotHolder()).isEmpty();
    assertThat(world.slot()).isEqualTo(Slot.FREE);
  }

  @Test
  void aFailedTaskIsTriedAgainAndWhatItLeftIsNotTaken() {
    fill(world, GROUP);
    world.logs.faults().failNextTask("Internal error");
    ExportReport first = world.driver().tick(Duration.ofMinutes(2));
    assertThat(first.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Refusal.Kind.TASK_FAILED);
              assertThat(problem.message())
                  .matches(
                      "Cannot export /shop/orders: task [0-9a-f-]+ is FAILED, 'Internal error';"
                          + " it is tried again");
            });
    assertThat(world.state(GROUP).trouble()).isPresent();
    assertThat(first.due()).isPresent();
    world.clock.advanceTo(first.due().orElseThrow());
    ExportReport second = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(second.finished()).hasSize(1);
    assertThat(world.state(GROUP).trouble()).isEmpty();
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void aWindowThatTimesOutIsHalvedAndGrowsAgain() {
    fill(world, GROUP);
    world.logs.faults().nextTaskRuns(Duration.ofHours(30));
    ExportReport report = world.driver().tick(Duration.ofHours(25));
    assertThat(report.problems()).extracting(Refusal::kind).containsExactly(Refusal.Kind.TIMED_OUT);
    Duration bound = world.state(GROUP).bound().orElseThrow();
    assertThat(bound).isBetween(Duration.ofDays(7), Duration.ofDays(8));
    world.clock.advance(Duration.ofHours(1));
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(world.markers()).hasSize(1);
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void aGroupWithoutEventsHasAMarkerWithoutParts() {
    world.createGroup(GROUP);
    world.clock.advance(DAY);
    world.logs.faults().emptyFilterPages(3);
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.finished()).singleElement().satisfies(w -> assertThat(w.parts()).isZero());
    assertThat(world.markers()).singleElement().satisfies(m -> assertThat(m.parts()).isEmpty());
  }

  @Test
  void eventsThatNoTaskFindsBecomeAGapInTheEnd() {
    ExportWorld slow = world(SandboxSettings.defaults().withExportLag(Duration.ofDays(3650)));
    slow.createGroup(GROUP);
    slow.put(GROUP, List.of(new InputEvent(slow.clock.millis(), "late")));
    slow.clock.advance(DAY);
    int problems = 0;
    for (int i = 0; i < 3; i++) {
      ExportReport report = slow.driver().tick(Duration.ofMinutes(10));
      problems += report.problems().size();
      slow.clock.advance(Duration.ofMinutes(30));
    }
    assertThat(problems).isEqualTo(3);
    assertThat(slow.state(GROUP).progress().gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.reason()).isEqualTo(Gap.Reason.NOTHING_EXPORTED));
    assertThat(slow.markers()).isEmpty();
    assertThat(slow.state(GROUP).progress().watermark()).isAfter(ExportWorld.START);
  }

  @Test
  void whatExpiredBeforeItsTurnIsAGapThatIsTold() {
    fill(world, GROUP);
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    world.logs.putRetentionPolicy(GROUP, 1);
    Instant watermark = world.state(GROUP).progress().watermark();
    world.clock.advance(Duration.ofDays(3));
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    report = report.gaps().isEmpty() ? world.driver().tick(AS_LONG_AS_IT_TAKES) : report;
    assertThat(report.gaps().values())
        .singleElement()
        .satisfies(
            gaps ->
                assertThat(gaps)
                    .allSatisfy(
                        gap -> {
                          assertThat(gap.reason()).isEqualTo(Gap.Reason.EXPIRED);
                          assertThat(gap.from()).isEqualTo(watermark);
                        }));
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void groupsOfOtherClassesAreToldAndLeftOut() {
    fill(world, GROUP);
    world.createGroup("/shop/rare", GroupClass.INFREQUENT_ACCESS);
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.finished()).hasSize(1);
    assertThat(report.problems())
        .extracting(Refusal::message)
        .containsExactly(
            "Cannot export /shop/rare: it is of the class INFREQUENT_ACCESS; only log groups of the"
                + " class STANDARD can be exported; exclude it, or deliver it by a subscription"
                + " filter");
  }

  @Test
  void aGroupThatIsMadeAnewIsExportedFromItsOwnBeginning() {
    fill(world, GROUP);
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    world.logs.deleteLogGroup(GROUP);
    world.clock.advance(Duration.ofDays(2));
    world.createGroup(GROUP);
    Instant created = world.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    world.clock.advance(Duration.ofHours(13));
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.finished())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.window().generation()).isEqualTo(created.toEpochMilli());
              assertThat(window.window().from()).isEqualTo(created.minus(Duration.ofDays(14)));
            });
    assertThat(report.gaps().values())
        .singleElement()
        .satisfies(
            gaps -> assertThat(gaps).extracting(Gap::reason).containsExactly(Gap.Reason.DELETED));
  }

  @Test
  void aDriverThatTheServiceRefusesSaysSo() {
    fill(world, GROUP);
    world.logs.faults().deny(Operation.DESCRIBE_LOG_GROUPS);
    ExportReport report = world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(report.end()).isEqualTo(End.FAILED);
    assertThat(report.problem().orElseThrow()).hasMessageContaining("logs:DescribeLogGroups");
  }

  @Test
  void windowsAreRecheckedAsTheyWereExported() {
    ExportWorld checked =
        new ExportWorld(
            SandboxSettings.defaults(),
            ExportPolicy.defaults().withRecheckAfter(Duration.ofHours(36)));
    fill(checked, GROUP);
    checked.driver().tick(AS_LONG_AS_IT_TAKES);
    checked.clock.advance(Duration.ofHours(30));
    checked.driver().tick(AS_LONG_AS_IT_TAKES);
    List<WindowMarker> markers = checked.markers(GROUP);
    assertThat(markers).extracting(m -> m.window().purpose()).contains(Purpose.RECHECK);
    new ExportedWindows(checked, "").assertRechecksAreOfExportedWindows();
    for (WindowMarker marker : markers) {
      for (LandedPart part : marker.parts()) {
        assertThat(part.key()).startsWith(marker.prefix());
      }
    }
  }
}
