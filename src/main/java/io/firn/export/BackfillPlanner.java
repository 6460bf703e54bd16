package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.BackfillPlan.Rate;
import io.firn.export.BackfillPlan.Row;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Foretells a back-fill: windows as they would be made, one task after the other, what expires
 * first before what expires later.
 */
final class BackfillPlanner {
  /** New events that wait for less are no back-fill. */
  private static final Duration NEW = Duration.ofDays(2);

  /** At least so much is left, as otherwise nothing is ever done. */
  private static final double LEAST_SHARE = 0.01;

  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final ExportPolicy policy;
  private final Rate rate;

  /** With a rate that is given or was measured; otherwise windows take as long as they may. */
  static BackfillPlanner of(ExportPolicy policy, Pace pace, @Nullable Double given) {
    double bytesPerSecond =
        given != null
            ? given
            : pace.bytesPerSecond() > 0
                ? pace.bytesPerSecond()
                : policy.windowBytes() / (double) Pace.LONGEST_TASK.toSeconds();
    Rate.Origin origin =
        given != null
            ? Rate.Origin.GIVEN
            : pace.bytesPerSecond() > 0 ? Rate.Origin.MEASURED : Rate.Origin.ASSUMED;
    return new BackfillPlanner(policy, new Rate(bytesPerSecond, origin));
  }

  private BackfillPlanner(ExportPolicy policy, Rate rate) {
    this.policy = policy;
    this.rate = rate;
  }

  /** What is left of a span of a group's time. */
  private static final class Work {
    private final LogGroup group;
    private final GroupState state;
    private final Lane lane;
    private final Span span;
    private final Duration most;
    private Instant from;
    private int tasks;
    private double bytes;
    private Duration lost = Duration.ZERO;
    private @Nullable Instant begins;
    private @Nullable Instant ends;

    Work(LogGroup group, GroupState state, Lane lane, Span span, Duration most) {
      this.group = group;
      this.state = state;
      this.lane = lane;
      this.span = span;
      this.most = most;
      this.from = span.from();
    }

    Instant deadline() {
      return state.facts().deadline(from);
    }

    Instant from() {
      return from;
    }

    /** What is gone by now is gone. */
    void expire(Instant now) {
      Instant horizon = state.facts().horizon(now);
      if (from.isBefore(horizon)) {
        Instant kept = horizon.isAfter(span.to()) ? span.to().plusMillis(1) : horizon;
        lost = lost.plus(Duration.between(from, kept));
        from = kept;
      }
    }

    boolean isOver() {
      return from.isAfter(span.to());
    }

    /** Goes past one window, and gives what it probably holds. */
    double window() {
      Instant end = WindowSizes.end(from, span.to(), state, most);
      // Next to nothing is older than the group.
      Instant created = state.facts().created();
      Instant start = from.isBefore(created) ? created : from;
      double days = Duration.between(start, end).toMillis() / DAY_MILLIS;
      from = end.plusMillis(1);
      double held = days * state.facts().bytesPerDay();
      bytes += held;
      tasks++;
      return held;
    }

    void worked(Instant start, Instant end) {
      begins = begins == null ? start : begins;
      ends = end;
    }

    Row row(Instant now) {
      return new Row(
          group,
          lane,
          span,
          tasks,
          Math.round(bytes),
          Optional.ofNullable(begins).orElse(now),
          Optional.ofNullable(ends).orElse(now),
          state.facts().keeps().map(span.from()::plus).orElse(null),
          lost);
    }
  }

  /** Of an index in which nothing has expired. */
  BackfillPlan plan(AccountRegion place, SlotIndex index, Instant now) {
    double load = SlotLoad.of(index, policy).share();
    double share = Math.max(LEAST_SHARE, Math.max(policy.backfillShare(), 1 - load));
    List<Work> all = work(index, now);
    PriorityQueue<Work> queue =
        new PriorityQueue<>(Comparator.comparing(Work::deadline).thenComparing(Work::from));
    queue.addAll(all);
    Instant time = now;
    while (!queue.isEmpty()) {
      Work next = queue.remove();
      next.expire(time);
      if (!next.isOver()) {
        Instant end = time.plus(time(next.window(), index.pace(), share));
        next.worked(time, end);
        time = end;
      }
      if (!next.isOver()) {
        queue.add(next);
      }
    }
    List<Row> rows =
        all.stream()
            .map(work -> work.row(now))
            .sorted(Comparator.comparing(Row::begins).thenComparing(row -> row.group().name()))
            .toList();
    return new BackfillPlan(place, rows, rate, share, now, time);
  }

  private Duration time(double bytes, Pace pace, double share) {
    double millis =
        Math.max((double) pace.taskTime().toMillis(), 1000 * bytes / rate.bytesPerSecond());
    return Duration.ofMillis(Math.round(millis / share));
  }

  private List<Work> work(SlotIndex index, Instant now) {
    Instant settled = now.minus(policy.settle()).minusMillis(1);
    List<Work> all = new ArrayList<>();
    for (Map.Entry<LogGroup, GroupState> entry : index.groups().entrySet()) {
      GroupState state = entry.getValue();
      if (policy.takes(entry.getKey(), state)) {
        Pace pace = new Pace(index.pace().taskTime(), rate.bytesPerSecond());
        Duration most = WindowSizes.most(state, policy, pace);
        for (Span span : state.progress().history()) {
          all.add(new Work(entry.getKey(), state, Lane.HISTORY, span, most));
        }
        Instant from = state.progress().watermark();
        if (from.plus(NEW).isBefore(settled)) {
          all.add(new Work(entry.getKey(), state, Lane.STEADY, new Span(from, settled), most));
        }
      }
    }
    return all;
  }
}
