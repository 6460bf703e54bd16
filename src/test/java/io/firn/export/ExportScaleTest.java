package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many groups and short retention, with one slot. */
final class ExportScaleTest {
  private static final long SEED = 4;
  private static final Duration TICK = Duration.ofMinutes(5);
  private static final Duration BUDGET = Duration.ofMinutes(4);

  private final SplittableRandom random = new SplittableRandom(SEED);

  private static SandboxSettings settings(Duration shortest, Duration longest) {
    return SandboxSettings.defaults()
        .withSeed(SEED)
        .withQuotas(Quotas.NONE)
        .withTaskTimes(TaskTimes.between(shortest, longest, SEED));
  }

  private Lags run(ExportWorld world, Duration time, Runnable eachDay) {
    Lags lags = new Lags();
    Instant end = world.clock.instant().plus(time);
    Instant nextDay = world.clock.instant();
    ExportDriver driver = world.driver();
    while (world.clock.instant().isBefore(end)) {
      Instant start = world.clock.instant();
      if (!start.isBefore(nextDay)) {
        eachDay.run();
        nextDay = nextDay.plus(Duration.ofDays(1));
      }
      driver.tick(BUDGET);
      world.clock.advanceTo(start.plus(TICK));
      lags.sample(world);
    }
    return lags;
  }

  private Lags quiet(int groups, Duration time) {
    ExportWorld world =
        new ExportWorld(
            settings(Duration.ofMinutes(2), Duration.ofMinutes(5)),
            ExportPolicy.defaults().withRecheckAfter());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      names.add("/quiet/g-%04d".formatted(i));
      world.createGroup(names.get(i));
    }
    Lags lags =
        run(
            world,
            time,
            () -> names.forEach(name -> world.putSome(name, 1, Duration.ofMinutes(10))));
    SlotLoad load = SlotLoad.of(world.index(), ExportPolicy.defaults().withRecheckAfter());
    System.out.printf(
        "%d quiet groups: %s%nslot: %.0f %% of its time, windows of %s at least%n",
        groups, lags, 100 * load.share(), load.every());
    new ExportedWindows(world, "seed " + SEED).assertComplete();
    assertThat(load.suffices()).isTrue();
    return lags;
  }

  @Test
  @Timeout(300)
  void fiveHundredQuietGroupsLagByDays() {
    Lags lags = quiet(500, Duration.ofDays(6));
    assertThat(lags.mostOfLastDay()).isLessThan(Duration.ofDays(5));
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void twoThousandQuietGroupsLagByDaysToo() {
    Lags lags = quiet(2000, Duration.ofDays(21));
    assertThat(lags.mostOfLastDay()).isLessThan(Duration.ofDays(18));
  }

  /**
   * Two years of a large group are brought up beside groups that keep events one and three days.
   */
  @Test
  @Timeout(300)
  void shortRetentionLosesNothingBesideALargeBackfill() {
    ExportWorld world =
        new ExportWorld(
            settings(Duration.ofMinutes(90), Duration.ofMinutes(150)),
            ExportPolicy.defaults().withRecheckAfter().withWindowBytes(2_000));
    backfilled(world, "/old/audit", 730);
    backfilled(world, "/old/trail", 90);
    for (String name : List.of("/short/one-a", "/short/one-b")) {
      world.createGroup(name);
      world.logs.putRetentionPolicy(name, 1);
    }
    world.createGroup("/short/three");
    world.logs.putRetentionPolicy("/short/three", 3);
    Lags lags =
        run(
            world,
            Duration.ofDays(12),
            () -> world.groups().forEach(name -> world.putSome(name, 5, Duration.ofMinutes(30))));
    System.out.printf("beside a back-fill: %s%n", lags);
    ExportedWindows exported = new ExportedWindows(world, "seed " + SEED);
    exported.assertComplete();
    world
        .index()
        .groups()
        .forEach((group, state) -> assertThat(state.progress().gaps()).as(group.name()).isEmpty());
    assertThat(lags.mostOfLastDay()).isLessThan(Duration.ofDays(5));
    // The history was worked on all along.
    assertThat(world.markers("/old/audit")).hasSizeGreaterThan(10);
  }

  private void backfilled(ExportWorld world, String name, int days) {
    world.createGroup(name);
    world.logs.backdate(name, world.clock.instant().minus(Duration.ofDays(days)));
    List<InputEvent> events = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      long start = world.clock.millis() - Duration.ofDays(day + 1).toMillis();
      for (int i = 0; i < 3; i++) {
        events.add(new InputEvent(start + random.nextInt(86_400_000), "m" + random.nextInt(1000)));
      }
    }
    world.put(name, events);
  }

  /** The slot does not suffice: what is lost is told, and the load says by how much. */
  @Test
  @Timeout(300)
  void whatOneSlotCannotSaveIsAGap() {
    ExportPolicy policy = ExportPolicy.defaults().withRecheckAfter();
    ExportWorld world =
        new ExportWorld(settings(Duration.ofMinutes(50), Duration.ofMinutes(70)), policy);
    for (int i = 0; i < 40; i++) {
      String name = "/short/g-%02d".formatted(i);
      world.createGroup(name);
      world.logs.putRetentionPolicy(name, 1);
    }
    int told = 0;
    for (int tick = 0; tick < 4 * 24 * 12; tick++) {
      Instant start = world.clock.instant();
      if (tick % 12 == 0) {
        world.groups().forEach(name -> world.putSome(name, 1, Duration.ofMinutes(10)));
      }
      told += world.driver().tick(BUDGET).gaps().size();
      world.clock.advanceTo(start.plus(TICK));
    }
    assertThat(told).isPositive();
    new ExportedWindows(world, "seed " + SEED).assertComplete();
    SlotLoad load = SlotLoad.of(world.index(), policy);
    System.out.printf("40 groups that keep a day: load %.1f%n", load.share());
    assertThat(load.suffices()).isFalse();
    // 24 tasks a day for 40 groups: most of the groups' hours are saved all the same.
    assertThat(world.markers().size()).isGreaterThan(80);
  }
}
