package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.CloudWatchLogsException.Kind;
import io.firn.export.DriverState.Change;
import io.firn.export.DriverState.Versioned;
import io.firn.export.ExportReport.End;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of an export slot: an intent is written, then its task is created, then the task's id
 * is written; the task is followed, its window marked and recorded, and the slot freed.
 */
final class SlotSteps {
  /** The groups are looked up so often. */
  private static final Duration LISTED = Duration.ofHours(1);

  /** A task is created so soon after its intent, or not at all. */
  private static final Duration CREATED_WITHIN = Duration.ofMinutes(1);

  /** So long after an intent, or after it was last seen, a task that is not found is not there. */
  private static final Duration ABSENT_AFTER = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration SLOT_TAKEN = Duration.ofSeconds(30);
  private static final Duration THROTTLED = Duration.ofSeconds(2);
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(2);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
  private static final int POLLS_PER_AGE = 10;

  /** A task without objects is believed at last, though its group has events. */
  private static final int TASKS_WITHOUT_OBJECTS = 3;

  private final AccountRegion place;
  private final LandingLayout layout;
  private final CloudWatchLogs logs;
  private final LandingZone landing;
  private final Clock clock;
  private final DriverState state;
  private final ExportPlanner planner;
  private final IndexChange changes;
  private final GroupLookup lookup;
  private final TaskSearch search;
  private final WindowCheck check;
  private final StateCheck stateCheck;

  SlotSteps(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    this.place = place;
    this.layout = layout;
    this.logs = new PatientLogs(tools.logs(), tools.pause(), tools.random());
    this.landing = tools.landing();
    this.clock = tools.clock();
    this.state = new DriverState(tools.state(), place);
    this.planner = new ExportPlanner(policy);
    this.changes = new IndexChange(policy);
    this.lookup = new GroupLookup(logs, policy);
    this.search = new TaskSearch(logs, landing);
    this.check = new WindowCheck(place, logs, landing);
    this.stateCheck = new StateCheck(place, layout, landing, state);
  }

  /** The next step from wherever things stand. */
  Step next(TickLog log) {
    Versioned<Slot> slot = state.slot();
    Optional<Intent> intent = slot.value().window();
    if (intent.isEmpty()) {
      return begin(slot, log);
    }
    return slot.value().task().isEmpty()
        ? adopt(slot, intent.get(), log)
        : follow(slot, intent.get(), slot.value().task().get(), log);
  }

  private Step begin(Versioned<Slot> slot, TickLog log) {
    Instant now = now();
    SlotIndex index = expire(now, log);
    stateCheck.require(slot, index);
    if (index.listed().filter(at -> at.plus(LISTED).isAfter(now)).isEmpty()) {
      return list(now, log);
    }
    Optional<Instant> stopped = index.breaker().openUntil(now);
    if (stopped.isPresent()) {
      return new Step.Last(End.STOPPED, stopped.get());
    }
    if (slot.value().taken().isPresent()) {
      Optional<DescribedTask> holder = search.holder();
      if (holder.isPresent()) {
        return taken(slot, slot.value().taken().get(), holder, log);
      }
    }
    Plan plan = planner.plan(index, now);
    if (plan instanceof Plan.Export export) {
      return export(slot, export, log);
    }
    return new Step.Last(End.IDLE, ((Plan.Idle) plan).until());
  }

  private Step list(Instant now, TickLog log) {
    Map<LogGroup, GroupFacts> found = lookup.find(now);
    found.forEach(
        (group, facts) -> {
          if (!facts.isExportable()) {
            log.problem(Refusal.notExportable(group, facts.logClass()));
          }
        });
    log.gaps(state.update(known -> changes.found(known, found, now)));
    return Step.NEXT;
  }

  private SlotIndex expire(Instant now, TickLog log) {
    Change change = state.update(known -> changes.expired(known, now));
    log.gaps(change);
    return change.after();
  }

  private Step export(Versioned<Slot> slot, Plan.Export plan, TickLog log) {
    Instant now = now();
    String attempt = LandingLayout.time(now);
    Intent intent =
        new Intent(
            plan.group(),
            plan.window(),
            plan.lane(),
            plan.bytes(),
            attempt,
            layout.bucket(),
            layout.attempt(place, plan.group(), plan.window(), attempt),
            now);
    Optional<Versioned<Slot>> written = state.replace(slot, slot.value().with(intent));
    return written.isPresent() ? create(written.get(), intent, log) : Step.NEXT;
  }

  private Step create(Versioned<Slot> slot, Intent intent, TickLog log) {
    if (now().isAfter(intent.at().plus(CREATED_WITHIN))) {
      // It took long to get here: by now another driver may be looking for the task.
      return Step.after(LOOK_AGAIN);
    }
    String id;
    try {
      id = logs.createTask(intent.request());
    } catch (CloudWatchLogsException e) {
      return notCreated(slot, intent, e, log);
    }
    log.started();
    state.replace(slot, slot.value().withTask(id));
    return Step.NEXT;
  }

  private Step notCreated(
      Versioned<Slot> slot, Intent intent, CloudWatchLogsException failure, TickLog log) {
    return switch (failure.kind()) {
      case UNKNOWN -> Step.after(LOOK_AGAIN);
      case THROTTLED -> {
        state.replace(slot, slot.value().withoutIntent());
        yield Step.after(THROTTLED);
      }
      case SLOT_TAKEN ->
          taken(slot, slot.value().taken().orElse(intent.at()), search.holder(), log);
      case NO_SUCH_GROUP, REFUSED -> {
        Refusal refusal =
            Refusal.of(
                failure, place, intent.group(), intent.bucket(), landing.region(intent.bucket()));
        yield refused(slot, intent, refusal, log);
      }
    };
  }

  private Step taken(
      Versioned<Slot> slot, Instant since, Optional<DescribedTask> holder, TickLog log) {
    String name = holder.map(DescribedTask::described).orElse(null);
    log.taken(since, name);
    Slot taken = Slot.taken(since, name);
    if (!taken.equals(slot.value())) {
      state.replace(slot, taken);
    }
    return Step.after(SLOT_TAKEN);
  }

  private Step refused(Versioned<Slot> slot, Intent intent, Refusal refusal, TickLog log) {
    Instant now = now();
    log.problem(refusal);
    state.update(known -> changes.refused(known, intent, refusal, now));
    return free(slot);
  }

  /** Whoever freed it first, it is free. */
  private Step free(Versioned<Slot> slot) {
    state.replace(slot, slot.value().withoutIntent());
    return Step.NEXT;
  }

  private Step adopt(Versioned<Slot> slot, Intent intent, TickLog log) {
    Optional<TaskSearch.Found> found = search.of(intent);
    if (found.isPresent()) {
      if (state.replace(slot, slot.value().withTask(found.get().task().id())).isPresent()) {
        log.adopted(found.get().by());
      }
      return Step.NEXT;
    }
    return now().isBefore(intent.at().plus(ABSENT_AFTER)) ? Step.after(LOOK_AGAIN) : free(slot);
  }

  private Step follow(Versioned<Slot> slot, Intent intent, String id, TickLog log) {
    Optional<DescribedTask> found = logs.task(id);
    if (found.isEmpty()) {
      return missing(slot);
    }
    if (slot.value().missing().isPresent()) {
      state.replace(slot, slot.value().withTask(id));
      return Step.NEXT;
    }
    DescribedTask task = found.get();
    return switch (task.status()) {
      case COMPLETED -> completed(slot, intent, task, log);
      case FAILED, CANCELLED ->
          refused(slot, intent, Refusal.ofTask(task, place, intent.group()), log);
      case PENDING, RUNNING, PENDING_CANCEL, OTHER -> Step.after(poll(task));
    };
  }

  /** A new task is not told at once, and an old one not for ever. */
  private Step missing(Versioned<Slot> slot) {
    Instant now = now();
    Optional<Instant> since = slot.value().missing();
    if (since.isEmpty()) {
      state.replace(slot, slot.value().missingSince(now));
      return Step.after(LOOK_AGAIN);
    }
    return now.isBefore(since.get().plus(ABSENT_AFTER)) ? Step.after(LOOK_AGAIN) : free(slot);
  }

  private Duration poll(DescribedTask task) {
    Duration age = Duration.between(task.created(), now()).dividedBy(POLLS_PER_AGE);
    if (age.compareTo(SHORTEST_POLL) < 0) {
      return SHORTEST_POLL;
    }
    return WindowSizes.shorter(age, LONGEST_POLL);
  }

  private Step completed(Versioned<Slot> slot, Intent intent, DescribedTask task, TickLog log) {
    WindowMarker marker = check.marker(intent, task);
    if (marker.parts().isEmpty() && hasEvents(intent)) {
      return withoutObjects(slot, intent, task, log);
    }
    String key = new WindowMarkers(landing, layout).write(marker);
    log.gaps(state.update(known -> changes.done(known, intent, task)));
    log.finished(
        new FinishedWindow(
            intent.group(),
            intent.window(),
            intent.lane(),
            task.id(),
            marker.parts().size(),
            marker.bytes(),
            key));
    return free(slot);
  }

  /** Of a group that is gone nothing more can be had. */
  private boolean hasEvents(Intent intent) {
    try {
      return check.hasEvents(intent);
    } catch (CloudWatchLogsException e) {
      if (e.kind() == Kind.NO_SUCH_GROUP) {
        return false;
      }
      throw e;
    }
  }

  private Step withoutObjects(
      Versioned<Slot> slot, Intent intent, DescribedTask task, TickLog log) {
    Instant now = now();
    Refusal refusal = Refusal.nothingExported(task, intent.group());
    log.problem(refusal);
    log.gaps(
        state.update(
            known ->
                known.group(intent.group()).filter(group -> isLastTry(group, refusal)).isPresent()
                    ? changes.givenUp(known, intent, now)
                    : changes.refused(known, intent, refusal, now)));
    return free(slot);
  }

  private static boolean isLastTry(GroupState group, Refusal refusal) {
    return group
        .trouble()
        .filter(problem -> problem.kind() == refusal.kind())
        .filter(problem -> problem.count() + 1 >= TASKS_WITHOUT_OBJECTS)
        .isPresent();
  }

  /** The service's times are in milliseconds, and so are windows. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
