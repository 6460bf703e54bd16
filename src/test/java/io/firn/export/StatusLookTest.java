package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.SandboxSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a status says of the state that exports have left; it changes nothing. */
final class StatusLookTest {
  private static final String GROUP = "/shop/orders";
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(60);

  private ExportWorld world(ExportPolicy policy) {
    ExportWorld world = new ExportWorld(SandboxSettings.defaults(), policy);
    world.createGroup(GROUP);
    world.clock.advance(Duration.ofDays(1));
    world.putSome(GROUP, 50, Duration.ofHours(20));
    return world;
  }

  private static GroupStatus only(ExportStatus status) {
    assertThat(status.groups()).hasSize(1);
    return status.groups().get(0);
  }

  @Test
  void beforeTheFirstExportNothingIsKnown() {
    ExportStatus status = world(ExportPolicy.defaults()).status();
    assertThat(status.problem()).isEmpty();
    assertThat(status.listed()).isEmpty();
    assertThat(status.groups()).isEmpty();
    assertThat(status.slot()).isEqualTo(Slot.FREE);
  }

  @Test
  void aGroupIsAsFarAsItsWindows() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    Instant end = world.markers().get(0).window().to().plusMillis(1);

    GroupStatus group = only(world.status());
    assertThat(group.exportedUpTo()).contains(end);
    assertThat(group.lag()).isEqualTo(Duration.between(end, world.clock.instant()));
    assertThat(group.gaps()).isEmpty();
    assertThat(group.trouble()).isEmpty();
    // The first recheck is of all that was exported, 36 hours after its end.
    assertThat(group.nextRecheck()).contains(end.plus(Duration.ofHours(36)));

    ExportWorld without = world(ExportPolicy.defaults().withRecheckAfter());
    without.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(only(without.status()).nextRecheck()).isEmpty();
  }

  @Test
  void theSlotTellsWhatItIsUsedFor() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.driver().tick(Duration.ofSeconds(1));
    Instant began = world.clock.instant();

    Slot slot = world.status().slot();
    assertThat(slot.window().orElseThrow().group()).isEqualTo(new LogGroup(GROUP));
    assertThat(slot.window().orElseThrow().at()).isBeforeOrEqualTo(began);
    assertThat(slot.task()).isPresent();
    GroupStatus group = only(world.status());
    assertThat(group.exportedUpTo()).isEmpty();
    assertThat(group.lag()).isEqualTo(Duration.between(ExportWorld.START, began));
  }

  @Test
  void aStrangerInTheSlotIsNamed() {
    ExportWorld world = world(ExportPolicy.defaults());
    assertThat(world.logs.occupySlot(Duration.ofHours(3))).isTrue();
    Instant before = world.clock.instant();
    world.driver().tick(Duration.ofSeconds(10));

    Slot slot = world.status().slot();
    assertThat(slot.window()).isEmpty();
    assertThat(slot.taken().orElseThrow()).isBetween(before, world.clock.instant());
    assertThat(slot.holder()).isNotBlank();
  }

  @Test
  void aRefusalIsToldWithItsRemedy() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.GET_BUCKET_ACL);
    world.driver().tick(Duration.ofSeconds(10));

    GroupProblem problem = only(world.status()).trouble().orElseThrow();
    assertThat(problem.kind()).isEqualTo(Refusal.Kind.BUCKET_POLICY);
    assertThat(problem.message()).contains("let logs.eu-central-1.amazonaws.com call");
  }

  @Test
  void whatExpiredSinceTheLastExportIsLostAlready() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.logs.putRetentionPolicy(GROUP, 1);
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(only(world.status()).gaps()).isEmpty();
    Instant end = only(world.status()).exportedUpTo().orElseThrow();

    world.clock.advance(Duration.ofDays(3));
    GroupStatus group = only(world.status());
    assertThat(group.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.reason()).isEqualTo(Gap.Reason.EXPIRED);
              assertThat(gap.from()).isEqualTo(end);
            });
    assertThat(world.index().groups().get(new LogGroup(GROUP)).progress().gaps()).isEmpty();
  }

  @Test
  void groupsThatTheConfigLeavesOutAreLeftOut() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    assertThat(world.status(ExportPolicy.defaults().withGroups(group -> false)).groups()).isEmpty();
  }

  @Test
  void aSlotThatDoesNotSufficeIsToldByHowMuch() {
    ExportWorld world = world(ExportPolicy.defaults());
    for (int i = 0; i < 2000; i++) {
      world.createGroup("/quiet/g-%04d".formatted(i));
    }
    world.driver().tick(Duration.ZERO);
    SlotLoad load = world.status().load();
    assertThat(load.share()).isGreaterThan(0.5);
    world.pace(new Pace(Duration.ofHours(1), 0));
    assertThat(world.status().load().suffices()).isFalse();
    assertThat(world.status().load().share()).isGreaterThan(load.share());
    assertThat(world.status().taskTime()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aLostStateIsAFailureOfItsOwn() {
    ExportWorld world = world(ExportPolicy.defaults());
    world.driver().tick(AS_LONG_AS_IT_TAKES);
    world.loseState();

    ExportStatus status = world.status();
    assertThat(status.problem().orElseThrow())
        .hasMessageContaining("it is gone, though there are exports")
        .hasMessageContaining("firn export --rebuild-state");
    assertThat(status.groups()).isEmpty();
  }
}
