package io.firn.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.LogGroup;
import io.firn.export.ExportReport.End;
import io.firn.export.StateRebuild.Consent;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** State is lost, and made anew: nothing is exported twice, and nothing is forgotten. */
final class StateRebuildTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RECHECK = Duration.ofHours(36);
  private static final Duration UNTIL_IDLE = Duration.ofDays(60);
  private static final String SLOT = "export/123456789012-eu-central-1/slot.json";
  private static final String INDEX = "export/123456789012-eu-central-1/index.json";

  private static ExportWorld world(long seed, int groups) {
    ExportWorld world =
        new ExportWorld(
            SandboxSettings.defaults()
                .withSeed(seed)
                .withQuotas(Quotas.NONE)
                .withTaskTimes(
                    TaskTimes.between(Duration.ofMinutes(1), Duration.ofMinutes(40), seed)),
            ExportPolicy.defaults().withRecheckAfter(RECHECK));
    for (int i = 0; i < groups; i++) {
      world.createGroup("/g/" + i);
    }
    return world;
  }

  private static void live(ExportWorld world, int hours) {
    for (int hour = 0; hour < hours; hour++) {
      world.groups().forEach(group -> world.putSome(group, 3, HOUR));
      Instant next = world.clock.instant().plus(HOUR);
      world.driver().tick(Duration.ofMinutes(50));
      if (world.clock.instant().isBefore(next)) {
        world.clock.advanceTo(next);
      }
    }
  }

  private static void finish(ExportWorld world) {
    for (int i = 0; i < 500 && world.slot().window().isPresent(); i++) {
      world.driver().tick(Duration.ZERO);
      world.clock.advance(Duration.ofMinutes(1));
    }
  }

  /** As ingest leaves them. */
  private static void leaveReceipts(ExportWorld world, List<WindowMarker> markers) {
    WindowReceipts receipts = new WindowReceipts(world.state);
    for (WindowMarker marker : markers) {
      receipts.write(
          WindowReceipt.of(
              marker,
              WindowMarkers.key(world.layout, marker),
              "20261116t055301123z-1f0c9a2b",
              world.clock.instant()));
    }
  }

  @Test
  void stateThatIsLostAgainAndAgainIsRebuiltWithoutASecondExport() {
    int adopted = 0;
    for (long seed = 1; seed <= 8; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ExportWorld world = world(seed, 6);
      for (int loss = 0; loss < 6; loss++) {
        live(world, 10 + random.nextInt(30));
        boolean atWork = random.nextBoolean();
        if (!atWork) {
          finish(world);
        }
        SlotIndex before = world.index();
        world.loseState();
        RebuildReport report = world.rebuild().run(Consent.NONE);
        adopted += report.adopted().isPresent() ? 1 : 0;
        assertThat(report.markers()).as("seed %d", seed).isEqualTo(world.markers().size());
        if (!atWork) {
          assertSameProgress(before, world.index(), seed);
        }
      }
      live(world, 5);
      finish(world);
      ExportedWindows exported = new ExportedWindows(world, "seed " + seed);
      exported.assertComplete();
      exported.assertRechecksAreOfExportedWindows();
      exported.assertNoTaskIsDoubleOrLost();
      assertNoWindowIsExportedTwice(world);
    }
    assertThat(adopted).isGreaterThan(8);
  }

  private static void assertNoWindowIsExportedTwice(ExportWorld world) {
    List<WindowMarker> markers = world.markers();
    for (WindowMarker one : markers) {
      assertThat(markers)
          .filteredOn(
              other ->
                  !other.task().equals(one.task())
                      && other.group().equals(one.group())
                      && other.lane().purpose() == one.lane().purpose()
                      && other.window().overlaps(one.window()))
          .isEmpty();
    }
  }

  private static void assertSameProgress(SlotIndex before, SlotIndex after, long seed) {
    for (Map.Entry<LogGroup, GroupState> entry : before.groups().entrySet()) {
      GroupProgress was = entry.getValue().progress();
      GroupProgress now = after.groups().get(entry.getKey()).progress();
      // A first window is recorded by its end alone.
      assertThat(now).as("%s, seed %d", entry.getKey(), seed).isEqualTo(was);
    }
  }

  @Test
  void receiptsAreEnoughWhereMarkersHaveExpired() {
    ExportWorld world = world(3, 2);
    live(world, 40);
    finish(world);
    SlotIndex before = world.index();
    List<WindowMarker> markers = world.markers();
    leaveReceipts(world, markers);
    WindowMarkers keys = new WindowMarkers(world.landing, world.layout);
    world.landing.deleteSmall(keys.keys());
    world.state.delete(SLOT);
    world.state.delete(INDEX);

    RebuildReport report = world.rebuild().run(Consent.NONE);
    assertThat(report.receipts()).isEqualTo(markers.size()).isGreaterThan(10);
    assertThat(report.markers()).isZero();
    assertSameProgress(before, world.index(), 3);
  }

  @Test
  void withoutItsStateADriverBeginsNothing() {
    for (String gone : List.of(SLOT, INDEX)) {
      ExportWorld world = world(4, 1);
      live(world, 30);
      finish(world);
      int markers = world.markers().size();
      world.state.delete(gone);
      ExportReport report = world.driver().tick(UNTIL_IDLE);
      assertThat(report.end()).isEqualTo(End.FAILED);
      assertThat(report.started()).isZero();
      assertThat(report.problem().orElseThrow())
          .hasMessage(
              "Cannot read state "
                  + gone
                  + ": it is gone, though there are exports below"
                  + " s3://landing/exports/123456789012/eu-central-1/; bring the object back, or"
                  + " run firn export --rebuild-state: to begin anew would export everything"
                  + " twice");
      assertThat(world.markers()).hasSize(markers);
      world.rebuild().run(Consent.NONE);
      world.clock.advance(DAY);
      assertThat(world.driver().tick(UNTIL_IDLE).end()).isEqualTo(End.IDLE);
      new ExportedWindows(world, "").assertComplete();
      assertNoWindowIsExportedTwice(world);
    }
  }

  @Test
  void aSlotThatIsLostAloneLeavesTheIndexAsItIs() {
    ExportWorld world = world(5, 1);
    live(world, 30);
    finish(world);
    SlotIndex before = world.index();
    world.state.delete(SLOT);
    world.rebuild().run(Consent.NONE);
    assertThat(world.index()).isEqualTo(before);
    assertThat(world.slot()).isEqualTo(Slot.FREE);
  }

  @Test
  void whatIsNotLostIsRebuiltWithConsentAloneAndKeepsItsGaps() {
    ExportWorld world = world(6, 1);
    live(world, 30);
    finish(world);
    Gap gap =
        new Gap(
            ExportWorld.START.toEpochMilli(),
            ExportWorld.START.minus(DAY),
            ExportWorld.START,
            Gap.Reason.DELETED,
            ExportWorld.START);
    world
        .driverState()
        .update(
            index ->
                index.with(
                    new LogGroup("/g/0"),
                    group -> group.withProgress(group.progress().withGaps(List.of(gap)))));
    assertThatThrownBy(() -> world.rebuild().run(Consent.NONE))
        .isInstanceOf(RefusedRebuildException.class)
        .hasMessage(
            "Cannot rebuild state of 123456789012-eu-central-1: it is not lost, it knows 1 log"
                + " groups and 1 gaps; firn export goes on from it (with --force it is rebuilt all"
                + " the same)");
    world.rebuild().run(Consent.GIVEN);
    assertThat(world.state("/g/0").progress().gaps()).containsExactly(gap);
  }

  @Test
  void aDamagedIndexIsLostAndALaterOneIsNot() {
    ExportWorld world = world(7, 1);
    live(world, 30);
    finish(world);
    SlotIndex before = world.index();
    world.state.delete(INDEX);
    world.state.create(INDEX, "{".getBytes(UTF_8));
    world.rebuild().run(Consent.NONE);
    assertSameProgress(before, world.index(), 7);
    world.state.delete(INDEX);
    world.state.create(INDEX, "{\"version\":2}".getBytes(UTF_8));
    assertThatThrownBy(() -> world.rebuild().run(Consent.GIVEN))
        .isInstanceOf(StateFormException.class)
        .hasMessageContaining("it is of version 2, which a later Firn wrote");
  }

  @Test
  void withoutMarkersAndReceiptsNothingIsBegunAnewUnasked() {
    ExportWorld world = world(8, 1);
    live(world, 30);
    finish(world);
    world.landing.deleteSmall(new WindowMarkers(world.landing, world.layout).keys());
    world.loseState();
    assertThatThrownBy(() -> world.rebuild().run(Consent.NONE))
        .isInstanceOf(RefusedRebuildException.class)
        .hasMessageContaining("neither receipts nor markers tell of which windows");
    assertThat(world.state.list("")).isEmpty();
    world.rebuild().run(Consent.GIVEN);
    GroupProgress anew = world.state("/g/0").progress();
    assertThat(anew.since()).isEqualTo(ExportWorld.START.minus(Duration.ofDays(14)));
    // All but the last task's window, which its name still tells.
    Intent last = world.slot().window().orElseThrow();
    assertThat(anew.history())
        .containsExactly(new Span(anew.since(), last.window().from().minusMillis(1)));
  }

  @Test
  void whatLiesBetweenExportedWindowsIsExportedOrAGapAgain() {
    ExportWorld world = world(9, 1);
    live(world, 60);
    finish(world);
    List<WindowMarker> markers =
        world.markers().stream().filter(m -> m.lane().equals(Lane.STEADY)).toList();
    WindowMarker lost = markers.get(markers.size() / 2);
    world.landing.deleteSmall(List.of(WindowMarkers.key(world.layout, lost)));
    world.loseState();
    world.rebuild().run(Consent.NONE);
    assertThat(world.state("/g/0").progress().history())
        .containsExactly(new Span(lost.window().from(), lost.window().to()));
    world.logs.putRetentionPolicy("/g/0", 1);
    world.clock.advance(Duration.ofHours(30));
    ExportReport report = world.driver().tick(UNTIL_IDLE);
    assertThat(report.gaps().get(new LogGroup("/g/0")))
        .anySatisfy(gap -> assertThat(gap.from()).isEqualTo(lost.window().from()));
  }

  @Test
  void aTaskThatEndedWhileStateWasLostIsGoneOnWith() {
    ExportWorld world = world(10, 1);
    live(world, 30);
    finish(world);
    world.clock.advance(DAY);
    world.driver().tick(Duration.ZERO);
    world.driver().tick(Duration.ofSeconds(3));
    Intent intent = world.slot().window().orElseThrow();
    world.loseState();
    world.clock.advance(DAY);
    RebuildReport report = world.rebuild().run(Consent.NONE);
    assertThat(report.adopted()).hasValue(intent.taskName());
    ExportReport next = world.driver().tick(UNTIL_IDLE);
    assertThat(next.finished().get(0).window()).isEqualTo(intent.window());
    new ExportedWindows(world, "").assertComplete();
    assertNoWindowIsExportedTwice(world);
  }
}
