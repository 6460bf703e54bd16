package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which window is next. */
final class ExportPlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final ExportPolicy POLICY =
      ExportPolicy.defaults().withRecheckAfter().withBackfillShare(0.25);

  private final Map<LogGroup, GroupState> groups = new LinkedHashMap<>();
  private ExportPolicy policy = POLICY;
  private Spent spent = new Spent(Duration.ofHours(1), Duration.ofHours(1));
  private Pace pace = Pace.ASSUMED;

  private GroupState group(String name, Instant watermark, @Nullable Duration retention) {
    return group(name, watermark, retention, 1000, List.of());
  }

  private GroupState group(
      String name,
      Instant watermark,
      @Nullable Duration retention,
      double bytesPerDay,
      List<Span> history) {
    GroupFacts facts = new GroupFacts(CREATED.toEpochMilli(), "STANDARD", retention, bytesPerDay);
    GroupState state =
        new GroupState(
            facts,
            new GroupProgress(
                CREATED, List.of(), watermark, history, List.of(), Map.of(), List.of()),
            null,
            null,
            null);
    groups.put(new LogGroup(name), state);
    return state;
  }

  private SlotIndex index() {
    return new SlotIndex(NOW, pace, spent, Breaker.CLOSED, groups);
  }

  private Plan.Export next() {
    return (Plan.Export) new ExportPlanner(policy).plan(index(), NOW);
  }

  private Plan.Idle idle() {
    return (Plan.Idle) new ExportPlanner(policy).plan(index(), NOW);
  }

  private static Instant hoursAgo(long hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  private static Instant daysAgo(long days) {
    return NOW.minus(Duration.ofDays(days));
  }

  @Test
  void whatLagsMostIsNext() {
    group("a", hoursAgo(20), null);
    group("b", hoursAgo(30), null);
    group("c", hoursAgo(25), null);
    Plan.Export plan = next();
    assertThat(plan.group().name()).isEqualTo("b");
    assertThat(plan.lane()).isEqualTo(Lane.STEADY);
    assertThat(plan.window().from()).isEqualTo(hoursAgo(30));
    assertThat(plan.window().to()).isEqualTo(hoursAgo(12).minusMillis(1));
    assertThat(plan.window().generation()).isEqualTo(CREATED.toEpochMilli());
  }

  @Test
  void whatExpiresFirstGoesBeforeWhatLagsMore() {
    group("patient", daysAgo(20), null);
    group("urgent", hoursAgo(60), Duration.ofDays(3));
    group("more-urgent", hoursAgo(20), Duration.ofDays(1));
    assertThat(next().group().name()).isEqualTo("more-urgent");
    groups.remove(new LogGroup("more-urgent"));
    assertThat(next().group().name()).isEqualTo("urgent");
    groups.remove(new LogGroup("urgent"));
    assertThat(next().group().name()).isEqualTo("patient");
  }

  @Test
  void historyThatExpiresGoesFirstToo() {
    Duration retention = Duration.ofDays(90);
    Span expiring = new Span(daysAgo(90).plus(Duration.ofHours(5)), daysAgo(31));
    group("a", hoursAgo(30), null);
    group("b", hoursAgo(14), retention, 1000, List.of(expiring));
    Plan.Export plan = next();
    assertThat(plan.group().name()).isEqualTo("b");
    assertThat(plan.lane()).isEqualTo(Lane.HISTORY);
    assertThat(plan.window().from()).isEqualTo(expiring.from());
    assertThat(plan.window().to())
        .isEqualTo(expiring.from().plus(Duration.ofDays(30)).minusMillis(1));
  }

  @Test
  void historyHasItsShareBesideNewEventsAndTheIdleSlot() {
    Span old = new Span(daysAgo(40), daysAgo(35));
    group("a", hoursAgo(30), null, 1000, List.of(old));
    spent = new Spent(Duration.ofHours(3), Duration.ofMinutes(50));
    assertThat(next().lane()).isEqualTo(Lane.HISTORY);
    spent = new Spent(Duration.ofHours(3), Duration.ofMinutes(70));
    assertThat(next().lane()).isEqualTo(Lane.STEADY);
    policy = POLICY.withBackfillShare(0);
    spent = Spent.NOTHING;
    assertThat(next().lane()).isEqualTo(Lane.STEADY);
    group("a", hoursAgo(12), null, 1000, List.of(old));
    assertThat(next().lane()).isEqualTo(Lane.HISTORY);
    assertThat(next().window().to()).isEqualTo(old.to());
  }

  @Test
  void aWindowHoldsNoMoreBytesThanWanted() {
    policy = POLICY.withWindowBytes(20_000_000_000L);
    group("big", daysAgo(10), null, 80_000_000_000.0, List.of());
    Plan.Export plan = next();
    assertThat(Duration.between(plan.window().from(), plan.window().to().plusMillis(1)))
        .isEqualTo(Duration.ofHours(6));
    assertThat(plan.bytes()).isBetween(19_999_999_000L, 20_000_000_000L);
    // Where tasks are slow, two hours of one.
    pace = new Pace(Duration.ofMinutes(5), 1_000_000);
    assertThat(Duration.between(next().window().from(), next().window().to()))
        .isBetween(Duration.ofHours(2), Duration.ofHours(3));
  }

  @Test
  void aQuietGroupsWindowIsAMonthAtMost() {
    group("quiet", daysAgo(45), null);
    Plan.Export plan = next();
    assertThat(plan.window().to()).isEqualTo(daysAgo(45).plus(Duration.ofDays(30)).minusMillis(1));
  }

  @Test
  void windowsAreLongerWhereGroupsAreMany() {
    for (int i = 0; i < 500; i++) {
      group("g" + i, hoursAgo(13), null);
    }
    SlotLoad load = SlotLoad.of(index(), policy);
    assertThat(load.suffices()).isTrue();
    assertThat(load.every()).isBetween(Duration.ofDays(2), Duration.ofDays(3));
    assertThat(idle().due()).hasValue(hoursAgo(13).plus(load.every()).plus(policy.settle()));
  }

  @Test
  void whatTheSlotCannotDoIsKnown() {
    for (int i = 0; i < 400; i++) {
      group("g" + i, hoursAgo(13), null, 100_000_000_000.0, List.of());
    }
    SlotLoad load = SlotLoad.of(index(), policy);
    assertThat(load.suffices()).isFalse();
    // 2,000 tasks of five minutes a day.
    assertThat(load.share()).isBetween(6.9, 7.0);
  }

  @Test
  void nothingIsExportedBeforeItHasSettled() {
    group("new", NOW.minus(Duration.ofHours(12)).minus(Duration.ofMinutes(59)), null);
    assertThat(idle().due()).hasValue(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void aWindowDoesNotEndBeforeItsGroupWasMade() {
    policy = POLICY.withWindowBytes(1000);
    group("big", CREATED.minus(Duration.ofDays(14)), null, 24_000, List.of());
    Plan.Export plan = next();
    assertThat(plan.window().to()).isEqualTo(CREATED.plus(Duration.ofHours(1)).minusMillis(1));
  }

  @Test
  void aGroupWithAProblemWaits() {
    GroupState state = group("a", hoursAgo(30), null);
    Instant until = NOW.plus(Duration.ofMinutes(5));
    groups.put(
        new LogGroup("a"),
        state.withProblem(new GroupProblem(Refusal.Kind.OTHER, "no", NOW, until, 1)));
    assertThat(idle().due()).hasValue(until);
  }

  @Test
  void aShorterWindowIsTriedAfterATimeOut() {
    GroupState state = group("a", daysAgo(20), null);
    groups.put(new LogGroup("a"), state.withBound(Duration.ofHours(7)));
    assertThat(Duration.between(next().window().from(), next().window().to().plusMillis(1)))
        .isEqualTo(Duration.ofHours(7));
  }

  @Test
  void groupsThatAreLeftOutAreNotPlanned() {
    policy = POLICY.withGroups(group -> !group.name().equals("a"));
    group("a", daysAgo(20), null);
    assertThat(idle().due()).isEmpty();
  }

  @Test
  void whatCanBeRecheckedFollowsWhatIsNew() {
    Duration after = Duration.ofHours(36);
    GroupState state = group("a", hoursAgo(12), null);
    GroupProgress progress =
        new GroupProgress(
            CREATED,
            List.of(),
            hoursAgo(12),
            List.of(),
            List.of(hoursAgo(72), hoursAgo(60), hoursAgo(30)),
            Map.of(after, hoursAgo(72)),
            List.of());
    groups.put(new LogGroup("a"), state.withProgress(progress));
    Plan.Export plan = next();
    assertThat(plan.lane()).isEqualTo(Lane.recheck(after));
    assertThat(plan.window().from()).isEqualTo(hoursAgo(72));
    // The window from 60 to 30 hours ago is not old enough yet.
    assertThat(plan.window().to()).isEqualTo(hoursAgo(60).minusMillis(1));
  }
}
