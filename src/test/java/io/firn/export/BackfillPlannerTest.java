package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.BackfillPlan.Rate;
import io.firn.export.BackfillPlan.Row;
import io.firn.landing.Lane;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A back-fill, foretold, and what comes of it. */
final class BackfillPlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  private static final ExportPolicy POLICY =
      ExportPolicy.defaults().withRecheckAfter().withEvery(Duration.ofDays(1));
  private static final double GIGA = 1e9;

  private final Map<LogGroup, GroupState> groups = new HashMap<>();
  private Pace pace = Pace.ASSUMED;

  private void group(String name, int days, @Nullable Duration retention, double bytesPerDay) {
    Instant created = NOW.minus(Duration.ofDays(days));
    GroupFacts facts = new GroupFacts(created.toEpochMilli(), "STANDARD", retention, bytesPerDay);
    groups.put(new LogGroup(name), GroupState.first(facts, POLICY, NOW));
  }

  private BackfillPlan plan(@Nullable Double rate) {
    SlotIndex index = new SlotIndex(NOW, pace, Spent.NOTHING, Breaker.CLOSED, groups);
    return BackfillPlanner.of(POLICY, pace, rate).plan(PLACE, index, NOW);
  }

  @Test
  void aTaskHoldsTwentyGigabytesAndAWindowThirtyDays() {
    group("/large", 100, null, 10 * GIGA);
    group("/small", 300, null, 1000);
    BackfillPlan plan = plan(null);
    Row large = row(plan, "/large");
    Row small = row(plan, "/small");
    // 100 days of 10 GB are 50 windows of two days; what is older than the group goes along.
    assertThat(large.tasks()).isBetween(50, 51);
    assertThat(small.tasks()).isBetween(10, 11);
    assertThat((double) large.bytes()).isBetween(980 * GIGA, 1000 * GIGA);
    assertThat(plan.tasks()).isEqualTo(large.tasks() + small.tasks());
    assertThat(plan.rate().origin()).isEqualTo(Rate.Origin.ASSUMED);
    // Two hours a large task, five minutes a small one.
    assertThat(plan.time().toMinutes() * plan.share())
        .isCloseTo(120.0 * large.tasks() + 5.0 * small.tasks(), within(300.0));
  }

  @Test
  void aRateIsGivenMeasuredOrAssumed() {
    group("/large", 100, null, 10 * GIGA);
    Duration assumed = plan(null).time();
    BackfillPlan given = plan(10e6);
    assertThat(given.rate()).isEqualTo(new Rate(10e6, Rate.Origin.GIVEN));
    assertThat(given.time()).isLessThan(assumed.dividedBy(2));
    pace = new Pace(Duration.ofMinutes(5), 5e6);
    assertThat(plan(null).rate()).isEqualTo(new Rate(5e6, Rate.Origin.MEASURED));
  }

  @Test
  void whatExpiresFirstGoesFirstAndWhatExpiresBeforeItsTurnIsTold() {
    group("/patient", 700, null, 10 * GIGA);
    group("/saved", 700, Duration.ofDays(30), 10 * GIGA);
    group("/late", 700, Duration.ofDays(60), 100 * GIGA);
    BackfillPlan plan = plan(1e6);
    assertThat(plan.rows()).extracting(row -> row.group().name()).last().isEqualTo("/patient");
    assertThat(row(plan, "/patient").lost()).isZero();
    assertThat(row(plan, "/patient").expiry()).isEmpty();
    // At 1 MB a second 100 GB a day are never exported in time.
    assertThat(row(plan, "/late").lost()).isGreaterThan(Duration.ofDays(10));
    assertThat(row(plan, "/late").expiry()).isPresent();
    BackfillPlan fast = plan(100e6);
    assertThat(fast.rows()).allSatisfy(row -> assertThat(row.lost()).isZero());
  }

  @Test
  void whatIsNewIsNoBackfill() {
    group("/new", 1, null, GIGA);
    GroupState state = groups.get(new LogGroup("/new"));
    groups.put(
        new LogGroup("/new"),
        state.withProgress(
            state
                .progress()
                .done(
                    Lane.STEADY,
                    new io.firn.ExportWindow(
                        state.facts().generation(),
                        state.progress().watermark(),
                        NOW.minus(Duration.ofHours(13)),
                        io.firn.ExportWindow.Purpose.EXPORT))));
    BackfillPlan plan = plan(null);
    assertThat(plan.rows()).isEmpty();
    assertThat(plan.time()).isZero();
  }

  /** The driver does what was foretold, in about the time. */
  @Test
  void whatWasForetoldComesTrue() {
    Duration task = Duration.ofMinutes(20);
    ExportWorld world =
        new ExportWorld(
            SandboxSettings.defaults()
                .withQuotas(Quotas.NONE)
                .withTaskTimes(TaskTimes.fixed(Duration.ZERO, task)),
            ExportPolicy.defaults().withRecheckAfter());
    for (int i = 0; i < 5; i++) {
      String group = "/old/" + i;
      world.createGroup(group);
      Instant created = world.clock.instant().minus(Duration.ofDays(100L * (i + 1)));
      world.logs.backdate(group, created);
      List<InputEvent> events = new ArrayList<>();
      for (int day = 0; day < 100 * (i + 1); day += 10) {
        events.add(new InputEvent(created.plus(Duration.ofDays(day)).toEpochMilli(), "d" + day));
      }
      world.put(group, events);
    }
    world.pace(new Pace(task, 0));
    BackfillPlan plan = world.forecast().plan(null);
    int history = plan.rows().stream().mapToInt(Row::tasks).sum();
    Instant start = world.clock.instant();
    ExportReport report = world.driver().tick(Duration.ofDays(10));
    long done = report.finished().stream().filter(w -> w.lane().equals(Lane.HISTORY)).count();
    assertThat(done).isEqualTo(history);
    Duration taken = Duration.between(start, world.clock.instant());
    assertThat(taken).isBetween(plan.time().dividedBy(2), plan.time().multipliedBy(2));
  }

  private static Row row(BackfillPlan plan, String group) {
    return plan.rows().stream()
        .filter(row -> row.group().name().equals(group) && row.lane().equals(Lane.HISTORY))
        .findFirst()
        .orElseThrow();
  }
}
