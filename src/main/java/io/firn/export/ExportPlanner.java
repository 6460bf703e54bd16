package io.firn.export;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next window of an account and Region, which has one slot: what would expire first,
 * then new events by their lag, then rechecks, then history; the last two earlier if they have had
 * less than their share.
 */
final class ExportPlanner {
  private static final Duration MARGIN = Duration.ofHours(24);

  private final ExportPolicy policy;

  ExportPlanner(ExportPolicy policy) {
    this.policy = policy;
  }

  /** A window that might be next. */
  private record Candidate(LogGroup group, GroupState state, Lane lane, Instant from, Instant to) {
    Instant deadline() {
      return state.facts().deadline(from);
    }
  }

  /** What is known while one choice is made. */
  private final class Choice {
    private final SlotIndex index;
    private final Instant now;
    private final Instant settled;
    private final SlotLoad load;
    private final List<Candidate> steady = new ArrayList<>();
    private final List<Candidate> history = new ArrayList<>();
    private final List<Candidate> rechecks = new ArrayList<>();
    private @Nullable Instant nextDue;

    Choice(SlotIndex index, Instant now) {
      this.index = index;
      this.now = now;
      settled = now.minus(policy.settle()).minusMillis(1);
      load = SlotLoad.of(index, policy);
      index.groups().forEach(this::add);
    }

    private void add(LogGroup group, GroupState state) {
      if (!policy.takes(group, state)) {
        return;
      }
      if (!state.isReady(now)) {
        state.trouble().ifPresent(problem -> due(problem.until()));
        return;
      }
      Duration most = WindowSizes.most(state, policy, index.pace());
      addSteady(group, state, most);
      addHistory(group, state, most);
      addRechecks(group, state, most);
    }

    private void addSteady(LogGroup group, GroupState state, Duration most) {
      Instant from = state.progress().watermark();
      Duration least = WindowSizes.least(state, policy, index.pace(), load.every());
      Instant due = later(from.plus(least).plus(policy.settle()), settles(state));
      if (due.isAfter(now)) {
        due(due);
        return;
      }
      Instant to = WindowSizes.end(from, settled, state, most);
      steady.add(new Candidate(group, state, Lane.STEADY, from, to));
    }

    /** When the first millisecond of the group's own life can be exported. */
    private Instant settles(GroupState state) {
      return state.facts().created().plus(policy.settle()).plusMillis(1);
    }

    private void addHistory(LogGroup group, GroupState state, Duration most) {
      if (!state.progress().history().isEmpty()) {
        Span next = state.progress().history().get(0);
        Instant to = WindowSizes.end(next.from(), next.to(), state, most);
        history.add(new Candidate(group, state, Lane.HISTORY, next.from(), to));
      }
    }

    private void addRechecks(LogGroup group, GroupState state, Duration most) {
      for (Map.Entry<Duration, Instant> recheck : state.progress().rechecked().entrySet()) {
        Instant from = recheck.getValue();
        Instant end = settled;
        Optional<Instant> next = Optional.empty();
        for (Instant bound : bounds(state.progress(), from)) {
          Instant due = bound.plus(recheck.getKey());
          boolean fits = next.isEmpty() || !bound.isAfter(from.plus(most));
          if (due.isAfter(now)) {
            due(due);
            break;
          }
          next = fits ? Optional.of(bound) : next;
        }
        if (next.isPresent()) {
          end = next.get().minusMillis(1);
          rechecks.add(new Candidate(group, state, Lane.recheck(recheck.getKey()), from, end));
        }
      }
    }

    private void due(Instant time) {
      nextDue = nextDue == null || time.isBefore(nextDue) ? time : nextDue;
    }

    Plan best() {
      return plan(mostUrgent(), Why.EXPIRES)
          .or(() -> plan(owed(), Why.SHARE))
          .or(() -> plan(steady.stream().min(Comparator.comparing(Candidate::from)), Why.NEW))
          .or(() -> plan(catchUp(), Why.IDLE))
          .orElseGet(() -> new Plan.Idle(nextDue));
    }

    private Optional<Plan> plan(Optional<Candidate> candidate, Why why) {
      return candidate.map(chosen -> export(chosen, why));
    }

    private Optional<Candidate> owed() {
      return index.spent().owesCatchUp(policy.backfillShare()) ? catchUp() : Optional.empty();
    }

    private Optional<Candidate> mostUrgent() {
      List<Candidate> urgent = new ArrayList<>();
      steady.stream().filter(this::isUrgent).forEach(urgent::add);
      history.stream().filter(this::isUrgent).forEach(urgent::add);
      return urgent.stream().min(Comparator.comparing(Candidate::deadline));
    }

    private boolean isUrgent(Candidate candidate) {
      return candidate
          .state()
          .facts()
          .keeps()
          .filter(retention -> !candidate.deadline().minus(margin(retention)).isAfter(now))
          .isPresent();
    }

    /** How long before events are gone their group goes first. */
    private Duration margin(Duration retention) {
      // With many groups, twice the time in which each of them has its turn.
      Duration turn = index.pace().taskTime().multipliedBy(2L * index.groups().size());
      Duration wanted = turn.compareTo(MARGIN) > 0 ? turn : MARGIN;
      return WindowSizes.shorter(wanted, retention.minus(policy.settle()).dividedBy(2));
    }

    private Optional<Candidate> catchUp() {
      return rechecks.stream()
          .min(Comparator.comparing(Candidate::from))
          .or(
              () ->
                  history.stream()
                      .min(
                          Comparator.comparing(Candidate::deadline)
                              .thenComparing(Candidate::from)));
    }

    private Plan export(Candidate candidate, Why why) {
      ExportWindow window =
          new ExportWindow(
              candidate.state().facts().generation(),
              candidate.from(),
              candidate.to(),
              candidate.lane().purpose());
      double days = Duration.between(candidate.from(), candidate.to()).toMillis() / 86_400_000.0;
      long bytes = Math.round(days * candidate.state().facts().bytesPerDay());
      return new Plan.Export(candidate.group(), window, candidate.lane(), bytes, why);
    }
  }

  /** Where the exported new windows after a time end, each given by where the next one begins. */
  static List<Instant> bounds(GroupProgress progress, Instant from) {
    List<Instant> bounds = new ArrayList<>();
    progress.starts().stream().filter(start -> start.isAfter(from)).forEach(bounds::add);
    if (progress.watermark().isAfter(from)) {
      bounds.add(progress.watermark());
    }
    return bounds;
  }

  /** The next window, or when there will be one. Nothing in the index has expired. */
  Plan plan(SlotIndex index, Instant now) {
    return new Choice(index, now).best();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
