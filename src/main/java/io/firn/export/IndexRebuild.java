package io.firn.export;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes an index from what is known to be exported, as if it had been there all along. */
final class IndexRebuild {
  private final ExportPolicy policy;
  private final Instant now;

  IndexRebuild(ExportPolicy policy, Instant now) {
    this.policy = policy;
    this.now = now;
  }

  /**
   * Of the groups that are there.
   *
   * @param found what is known of them
   * @param windows of any groups
   * @param atWork the window that is being exported; null if none is
   */
  SlotIndex index(
      Map<LogGroup, GroupFacts> found, Collection<KnownWindow> windows, @Nullable Intent atWork) {
    Map<LogGroup, List<KnownWindow>> byGroup = new HashMap<>();
    windows.forEach(
        known -> byGroup.computeIfAbsent(known.group(), first -> new ArrayList<>()).add(known));
    Map<LogGroup, GroupState> groups = new HashMap<>();
    found.forEach(
        (group, facts) ->
            groups.put(
                group,
                state(
                    facts,
                    byGroup.getOrDefault(group, List.of()),
                    atWork != null && atWork.group().equals(group) ? atWork : null)));
    return new SlotIndex(now, pace(windows), Spent.NOTHING, Breaker.CLOSED, groups);
  }

  private static Pace pace(Collection<KnownWindow> windows) {
    Pace pace = Pace.ASSUMED;
    List<KnownWindow> inOrder =
        windows.stream().sorted(Comparator.comparing(known -> known.task().finished())).toList();
    for (KnownWindow known : inOrder) {
      // How many bytes the groups had in them is not known any more.
      pace = pace.with(Duration.between(known.task().created(), known.task().finished()), 0);
    }
    return pace;
  }

  private GroupState state(GroupFacts facts, List<KnownWindow> all, @Nullable Intent atWork) {
    GroupState first = GroupState.first(facts, policy, now);
    List<KnownWindow> own =
        all.stream()
            .filter(known -> known.window().generation() == facts.generation())
            .sorted(Comparator.comparing(known -> known.window().from()))
            .toList();
    boolean begun =
        own.stream().anyMatch(known -> known.window().purpose() == Purpose.EXPORT)
            || (atWork != null && atWork.window().purpose() == Purpose.EXPORT);
    return begun ? first.withProgress(progress(first.progress(), own, atWork)) : first;
  }

  /** What lies between exported windows and is not exported becomes history, or then a gap. */
  private GroupProgress progress(
      GroupProgress first, List<KnownWindow> own, @Nullable Intent atWork) {
    List<ExportWindow> exported =
        own.stream()
            .map(KnownWindow::window)
            .filter(window -> window.purpose() == Purpose.EXPORT)
            .toList();
    List<Instant> steady = starts(own);
    Instant watermark = watermark(first, exported, steady, atWork);
    Instant since =
        Stream.concat(exported.stream(), Stream.ofNullable(atWork).map(Intent::window))
            .map(ExportWindow::from)
            .min(Comparator.naturalOrder())
            .filter(first.since()::isAfter)
            .orElse(first.since());
    List<Span> left =
        watermark.isAfter(since) ? List.of(new Span(since, watermark.minusMillis(1))) : List.of();
    for (ExportWindow window : exported) {
      left = left.stream().flatMap(s -> s.without(window.from(), window.to()).stream()).toList();
    }
    Map<Duration, Instant> rechecked = rechecked(own, steady.isEmpty() ? watermark : steady.get(0));
    Instant least = rechecked.values().stream().min(Comparator.naturalOrder()).orElse(watermark);
    List<Instant> starts = steady.stream().filter(start -> !start.isBefore(least)).toList();
    return new GroupProgress(since, List.of(), watermark, left, starts, rechecked, List.of());
  }

  private static Instant watermark(
      GroupProgress first,
      List<ExportWindow> exported,
      List<Instant> steady,
      @Nullable Intent atWork) {
    Instant end =
        exported.stream()
            .map(window -> window.to().plusMillis(1))
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    if (atWork != null && atWork.lane().equals(Lane.STEADY)) {
      return later(atWork.window().from(), end);
    }
    return steady.isEmpty() ? later(first.watermark(), end) : end;
  }

  private static List<Instant> starts(List<KnownWindow> own) {
    return own.stream()
        .filter(known -> known.lane().kind() == Lane.Kind.STEADY)
        .map(known -> known.window().from())
        .toList();
  }

  /** A recheck of which nothing is known has yet to begin. */
  private Map<Duration, Instant> rechecked(List<KnownWindow> own, Instant begin) {
    Map<Duration, Instant> rechecked = new HashMap<>();
    for (Duration after : policy.recheckAfter()) {
      Lane lane = Lane.recheck(after);
      rechecked.put(
          after,
          own.stream()
              .filter(known -> known.lane().equals(lane))
              .map(known -> known.window().to().plusMillis(1))
              .max(Comparator.naturalOrder())
              .orElse(begin));
    }
    return rechecked;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
