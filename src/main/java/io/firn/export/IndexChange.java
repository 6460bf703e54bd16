package io.firn.export;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happens to the index; each change may be made again, and by several drivers. */
final class IndexChange {
  /** A group that is missing for so long was deleted. */
  private static final Duration DELETED = Duration.ofDays(1);

  private static final Duration FORGOTTEN = Duration.ofDays(30);

  private final ExportPolicy policy;

  IndexChange(ExportPolicy policy) {
    this.policy = policy;
  }

  /** The groups were looked up. */
  SlotIndex found(SlotIndex index, Map<LogGroup, GroupFacts> found, Instant now) {
    Map<LogGroup, GroupState> groups = sorted();
    index
        .groups()
        .forEach((group, state) -> groups.put(group, known(group, state, found.get(group), now)));
    found.forEach(
        (group, facts) ->
            groups.computeIfAbsent(group, first -> GroupState.first(facts, policy, now)));
    return index.withGroups(groups).listedAt(now);
  }

  private GroupState known(
      LogGroup group, GroupState state, @Nullable GroupFacts found, Instant now) {
    if (found == null) {
      boolean gone = policy.groups().test(group) && state.missingSince() == null;
      return gone ? state.missingSince(now) : state;
    }
    if (found.generation() == state.facts().generation()) {
      return state.withFacts(found).missingSince(null);
    }
    // What the older group of the name still had is lost.
    GroupProgress older =
        state.progress().deleted(state.facts(), found.created().minusMillis(1), now);
    GroupState newer = GroupState.first(found, policy, now);
    return newer.withProgress(newer.progress().withGaps(older.gaps()));
  }

  /** Time has passed. */
  SlotIndex expired(SlotIndex index, Instant now) {
    Map<LogGroup, GroupState> groups = sorted();
    index
        .groups()
        .forEach(
            (group, state) ->
                groups.put(group, policy.takes(group, state) ? expired(state, now) : state));
    groups.replaceAll((group, state) -> withoutDeleted(state, now));
    groups.values().removeIf(state -> isMissingFor(state, FORGOTTEN, now));
    return groups.equals(index.groups()) ? index : index.withGroups(groups);
  }

  private GroupState expired(GroupState state, Instant now) {
    return state.withProgress(
        state.progress().withRechecks(policy.recheckAfter()).expire(state.facts(), now));
  }

  /** What a group that is gone still had is lost. */
  private static GroupState withoutDeleted(GroupState state, Instant now) {
    Instant missing = state.missingSince();
    return missing != null && isMissingFor(state, DELETED, now)
        ? state.withProgress(state.progress().deleted(state.facts(), missing, now))
        : state;
  }

  private static boolean isMissingFor(GroupState state, Duration time, Instant now) {
    return state.missing().filter(since -> since.plus(time).isBefore(now)).isPresent();
  }

  /** A window is exported. */
  SlotIndex done(SlotIndex index, Intent intent, DescribedTask task) {
    GroupState state = index.groups().get(intent.group());
    if (state == null || state.facts().generation() != intent.window().generation()) {
      return index;
    }
    GroupProgress progress = state.progress().done(intent.lane(), intent.window());
    if (progress.equals(state.progress())) {
      return index;
    }
    Duration time = Duration.between(task.created(), task.finished());
    Map<LogGroup, GroupState> groups = sorted();
    index.groups().forEach((group, other) -> groups.put(group, withoutSharedProblem(other)));
    groups.put(
        intent.group(),
        state
            .withProgress(expiredMeanwhile(state.facts(), progress, intent, task))
            .withProblem(null)
            .withBound(bound(state, intent.window())));
    return index
        .withGroups(groups)
        .withBreaker(Breaker.CLOSED)
        .with(index.pace().with(time, intent.bytes()), index.spent().with(intent.lane(), time));
  }

  /** Nobody tells when a task reads which events. */
  private static GroupProgress expiredMeanwhile(
      GroupFacts facts, GroupProgress progress, Intent intent, DescribedTask task) {
    Instant kept = facts.keeps().map(task.finished()::minus).orElse(Instant.MIN);
    ExportWindow window = intent.window();
    if (intent.lane().kind() == Lane.Kind.RECHECK || !window.from().isBefore(kept)) {
      return progress;
    }
    Instant end = window.to().isBefore(kept) ? window.to() : kept.minusMillis(1);
    return progress.withGap(
        facts, window.from(), end, Gap.Reason.EXPIRED_MEANWHILE, task.finished());
  }

  /** What was wrong for all groups is so no more. */
  private static GroupState withoutSharedProblem(GroupState state) {
    return state.trouble().filter(problem -> problem.kind().isAboutAllGroups()).isPresent()
        ? state.withProblem(null)
        : state;
  }

  /** After a window that was as long as it might be, the next one may be twice as long. */
  private static @Nullable Duration bound(GroupState state, ExportWindow window) {
    Duration bound = state.longest();
    if (bound == null || length(window).compareTo(bound) < 0) {
      return bound;
    }
    Duration twice = bound.multipliedBy(2);
    return twice.compareTo(ExportPolicy.LONGEST_WINDOW) < 0 ? twice : null;
  }

  /** A window was not exported. */
  SlotIndex refused(SlotIndex index, Intent intent, Refusal refusal, Instant now) {
    SlotIndex changed =
        index.with(intent.group(), state -> refused(state, intent.window(), refusal, now));
    if (refusal.kind() == Refusal.Kind.NO_GROUP) {
      return changed.listedAt(null);
    }
    return refusal.kind().isAboutAllGroups()
        ? changed.withBreaker(index.breaker().refused(intent.group(), now))
        : changed;
  }

  private static GroupState refused(
      GroupState state, ExportWindow window, Refusal refusal, Instant now) {
    GroupState refused = state.refused(refusal, now);
    if (refusal.kind() != Refusal.Kind.TIMED_OUT) {
      return refused;
    }
    Duration half = length(window).dividedBy(2);
    boolean tooShort = half.compareTo(ExportPolicy.SHORTEST_WINDOW) < 0;
    return refused.withBound(tooShort ? ExportPolicy.SHORTEST_WINDOW : half);
  }

  /** Nothing is exported of a window again and again: it becomes a gap, and the group goes on. */
  SlotIndex givenUp(SlotIndex index, Intent intent, Instant now) {
    return index.with(
        intent.group(),
        state -> {
          GroupProgress passed = state.progress().done(intent.lane(), intent.window());
          ExportWindow window = intent.window();
          return passed.equals(state.progress())
              ? state
              : state
                  .withProblem(null)
                  .withProgress(
                      passed.withGap(
                          state.facts(),
                          window.from(),
                          window.to(),
                          Gap.Reason.NOTHING_EXPORTED,
                          now));
        });
  }

  private static Duration length(ExportWindow window) {
    return Duration.between(window.from(), window.to().plusMillis(1));
  }

  private static Map<LogGroup, GroupState> sorted() {
    return new TreeMap<>(Comparator.comparing(LogGroup::name));
  }
}
