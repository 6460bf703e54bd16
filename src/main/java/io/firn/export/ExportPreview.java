package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.DriverState.Versioned;
import io.firn.export.Preview.Next;
import io.firn.landing.LandingLayout;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at what would be exported next. It reads and describes, and writes nothing. */
public final class ExportPreview {
  /** Further ones depend on how long these take. */
  private static final int MOST = 10;

  private final AccountRegion place;
  private final ExportPolicy policy;
  private final Clock clock;
  private final DriverState state;
  private final ExportPlanner planner;
  private final IndexChange changes;
  private final GroupLookup lookup;
  private final TaskSearch search;
  private final StateCheck check;

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public ExportPreview(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    CloudWatchLogs logs = new PatientLogs(tools.logs(), tools.pause(), tools.random());
    this.place = place;
    this.policy = policy;
    this.clock = tools.clock();
    this.state = new DriverState(tools.state(), place);
    this.planner = new ExportPlanner(policy);
    this.changes = new IndexChange(policy);
    this.lookup = new GroupLookup(logs, policy);
    this.search = new TaskSearch(logs, tools.landing());
    this.check = new StateCheck(place, layout, tools.landing(), state);
  }

  /** A window that is next, and the index after it. */
  private record Foreseen(Next next, SlotIndex after) {}

  /** What would be next. */
  public Preview look() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Versioned<Slot> slot = state.slot();
    SlotIndex read = state.index().value();
    if (slot.value().window().isEmpty()) {
      check.require(slot, read);
    }
    SlotIndex index = changes.expired(changes.found(read, lookup.find(now), now), now);
    TickLog log = new TickLog();
    log.gaps(new DriverState.Change(read, index));
    Optional<DescribedTask> holder =
        slot.value().window().isPresent() ? Optional.empty() : search.holder();
    List<Next> next = new ArrayList<>();
    Instant due = foresee(withAtWork(index, slot.value()), now, next);
    return new Preview(
        place,
        slot.value().intent(),
        holder.map(DescribedTask::described).orElse(null),
        next,
        next.isEmpty() ? due : null,
        index.breaker().openUntil(now).orElse(null),
        log.gaps(),
        SlotLoad.of(index, policy));
  }

  /** As if the window at work were done. */
  private static SlotIndex withAtWork(SlotIndex index, Slot slot) {
    return slot.window()
        .map(
            intent ->
                index.with(
                    intent.group(),
                    group ->
                        group.withProgress(group.progress().done(intent.lane(), intent.window()))))
        .orElse(index);
  }

  private @Nullable Instant foresee(SlotIndex index, Instant now, List<Next> next) {
    SlotIndex then = index;
    Instant time = now;
    while (next.size() < MOST) {
      Plan plan = planner.plan(then, time);
      if (plan instanceof Plan.Idle idle) {
        return idle.until();
      }
      Foreseen foreseen = foresee(then, (Plan.Export) plan);
      next.add(foreseen.next());
      then = foreseen.after();
      time = time.plus(index.pace().taskTime());
    }
    return null;
  }

  private static Foreseen foresee(SlotIndex index, Plan.Export plan) {
    Instant expires =
        index
            .group(plan.group())
            .flatMap(group -> group.facts().keeps())
            .map(retention -> plan.window().from().plus(retention))
            .orElse(null);
    Next next =
        new Next(plan.group(), plan.window(), plan.lane(), plan.bytes(), plan.why(), expires);
    SlotIndex after =
        index
            .with(
                plan.group(),
                known -> known.withProgress(known.progress().done(plan.lane(), plan.window())))
            .with(index.pace(), index.spent().with(plan.lane(), index.pace().taskTime()));
    return new Foreseen(next, after);
  }
}
