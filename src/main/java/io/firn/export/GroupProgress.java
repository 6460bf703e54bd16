package io.firn.export;

import io.firn.ExportWindow;
import io.firn.export.Gap.Reason;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far a group's lanes are.
 *
 * @param since where its first window begins: what was before is not exported, nor in a gap
 * @param asked what was before that a person asked for all the same, in order
 * @param watermark all new events before it are exported, or in a gap
 * @param history what else is still to be exported, in order
 * @param starts where the exported new windows begin that are still to be rechecked, in order
 * @param rechecked up to where each recheck has come
 * @param gaps in no order
 */
public record GroupProgress(
    Instant since,
    List<Span> asked,
    Instant watermark,
    List<Span> history,
    List<Instant> starts,
    Map<Duration, Instant> rechecked,
    List<Gap> gaps) {
  /** History up to so long before now is short enough to go before what is new. */
  private static final Duration SHORT_HISTORY = Duration.ofDays(16);

  /** Of what would be gone so soon after a group is first seen, nothing is promised. */
  private static final Duration UNPROMISED = Duration.ofHours(12);

  private static final int PART_UNPROMISED = 4;

  public GroupProgress {
    asked = List.copyOf(asked);
    history = List.copyOf(history);
    starts = List.copyOf(starts);
    rechecked = Map.copyOf(rechecked);
    gaps = List.copyOf(gaps);
  }

  /** Of a group that is seen for the first time. */
  static GroupProgress first(GroupFacts facts, ExportPolicy policy, Instant now) {
    Instant start = facts.created().minus(ExportPolicy.BEFORE_CREATION);
    Instant kept = promised(facts, policy, now);
    start = kept.isAfter(start) ? kept : start;
    Instant settled = now.minus(policy.settle());
    if (start.isAfter(settled.minus(SHORT_HISTORY))) {
      return begun(start, start, List.of());
    }
    Instant steady = settled.truncatedTo(ChronoUnit.DAYS);
    return begun(start, steady, List.of(new Span(start, steady.minusMillis(1))));
  }

  private static GroupProgress begun(Instant since, Instant watermark, List<Span> history) {
    return new GroupProgress(since, List.of(), watermark, history, List.of(), Map.of(), List.of());
  }

  private static Instant promised(GroupFacts facts, ExportPolicy policy, Instant now) {
    // No window may end before the group was made, so that this is when its first one begins.
    Instant settled = facts.created().plus(policy.settle());
    Instant first = settled.isAfter(now) ? settled : now;
    return facts
        .keeps()
        .map(retention -> first.minus(retention).plus(unpromised(retention)))
        .orElse(Instant.MIN);
  }

  private static Duration unpromised(Duration retention) {
    Duration part = retention.dividedBy(PART_UNPROMISED);
    return part.compareTo(UNPROMISED) < 0 ? part : UNPROMISED;
  }

  /**
   * A window is exported: the same however often it is told, whoever tells it, and whatever has
   * expired meanwhile.
   */
  GroupProgress done(Lane lane, ExportWindow window) {
    return switch (lane.kind()) {
      case STEADY -> steadyDone(window).withGaps(gapsWithout(window));
      case HISTORY -> withHistory(without(window)).withGaps(gapsWithout(window));
      case RECHECK -> recheckDone(lane, window);
    };
  }

  private GroupProgress steadyDone(ExportWindow window) {
    Instant next = window.to().plusMillis(1);
    if (window.from().isAfter(watermark) || !next.isAfter(watermark)) {
      return this;
    }
    List<Instant> more = new ArrayList<>(starts);
    if (!rechecked.isEmpty()) {
      more.add(window.from());
    }
    return with(next, history, more, rechecked, gaps);
  }

  private List<Span> without(ExportWindow window) {
    return history.stream()
        .flatMap(span -> span.without(window.from(), window.to()).stream())
        .toList();
  }

  private List<Gap> gapsWithout(ExportWindow window) {
    return gaps.stream().flatMap(gap -> gap.without(window).stream()).toList();
  }

  private GroupProgress recheckDone(Lane lane, ExportWindow window) {
    Instant next = window.to().plusMillis(1);
    Map<Duration, Instant> further = new TreeMap<>(rechecked);
    lane.recheckAfter()
        .ifPresent(
            after -> further.computeIfPresent(after, (key, at) -> next.isAfter(at) ? next : at));
    return with(watermark, history, starts, further, gaps).withoutRecheckedStarts();
  }

  /** The starts that some recheck still has before it. */
  private GroupProgress withoutRecheckedStarts() {
    Instant least = rechecked.values().stream().min(Comparator.naturalOrder()).orElse(watermark);
    List<Instant> left = starts.stream().filter(start -> !start.isBefore(least)).toList();
    return with(watermark, history, left, rechecked, gaps);
  }

  /** With just these rechecks; a further one begins with what is exported from now on. */
  GroupProgress withRechecks(Collection<Duration> afters) {
    if (rechecked.keySet().equals(Set.copyOf(afters))) {
      return this;
    }
    Map<Duration, Instant> known = new TreeMap<>();
    afters.forEach(after -> known.put(after, rechecked.getOrDefault(after, watermark)));
    return with(watermark, history, starts, known, gaps).withoutRecheckedStarts();
  }

  /** What has expired becomes a gap; what was exported before that is not rechecked. */
  GroupProgress expire(GroupFacts facts, Instant now) {
    Instant horizon = facts.horizon(now);
    GroupProgress kept = this;
    for (Span span : history) {
      if (span.from().isBefore(horizon)) {
        Instant end = earlier(span.to(), horizon.minusMillis(1));
        kept =
            kept.withHistory(kept.historyFrom(horizon))
                .withGap(facts, span.from(), end, Reason.EXPIRED, now);
      }
    }
    if (watermark.isBefore(horizon)) {
      kept =
          kept.withWatermark(horizon)
              .withGap(facts, watermark, horizon.minusMillis(1), Reason.EXPIRED, now);
    }
    return kept.expireRechecks(horizon);
  }

  private GroupProgress expireRechecks(Instant horizon) {
    if (rechecked.values().stream().noneMatch(horizon::isAfter)) {
      return this;
    }
    Instant next = starts.stream().filter(s -> !s.isBefore(horizon)).findFirst().orElse(watermark);
    Map<Duration, Instant> later = new TreeMap<>(rechecked);
    later.replaceAll((after, time) -> time.isBefore(horizon) ? next : time);
    return with(watermark, history, starts, later, gaps).withoutRecheckedStarts();
  }

  /** All that is left becomes a gap. */
  GroupProgress deleted(GroupFacts facts, Instant last, Instant now) {
    GroupProgress kept = withHistory(List.of());
    for (Span span : history) {
      kept = kept.withGap(facts, span.from(), span.to(), Reason.DELETED, now);
    }
    return watermark.isAfter(last)
        ? kept
        : kept.withWatermark(last.plusMillis(1))
            .withGap(facts, watermark, last, Reason.DELETED, now);
  }

  GroupProgress withGap(GroupFacts facts, Instant from, Instant to, Reason reason, Instant now) {
    Gap gap = new Gap(facts.generation(), from, to, reason, now);
    List<Gap> all = new ArrayList<>();
    boolean merged = false;
    for (Gap known : gaps) {
      boolean grows = !merged && known.continues(gap);
      all.add(grows ? known.upTo(to) : known);
      merged |= grows;
    }
    if (!merged) {
      all.add(gap);
    }
    return with(watermark, history, starts, rechecked, all);
  }

  private List<Span> historyFrom(Instant horizon) {
    return history.stream()
        .flatMap(span -> span.without(Instant.MIN, horizon.minusMillis(1)).stream())
        .toList();
  }

  GroupProgress withGaps(List<Gap> others) {
    return with(watermark, history, starts, rechecked, others);
  }

  private GroupProgress withHistory(List<Span> other) {
    return with(watermark, other, starts, rechecked, gaps);
  }

  private GroupProgress withWatermark(Instant other) {
    return with(other, history, starts, rechecked, gaps);
  }

  private GroupProgress with(
      Instant newWatermark,
      List<Span> newHistory,
      List<Instant> newStarts,
      Map<Duration, Instant> newRechecked,
      List<Gap> newGaps) {
    return new GroupProgress(
        since, asked, newWatermark, newHistory, newStarts, newRechecked, newGaps);
  }

  /** What of a span was never to be exported so far. */
  List<Span> neverPlanned(Span span) {
    List<Span> left =
        watermark.isAfter(since) ? span.without(since, watermark.minusMillis(1)) : List.of(span);
    for (Span known : asked) {
      left = left.stream().flatMap(s -> s.without(known.from(), known.to()).stream()).toList();
    }
    return left.stream().flatMap(s -> s.without(watermark, Instant.MAX).stream()).toList();
  }

  /** With what of a span was never to be exported so far as history. */
  GroupProgress asking(Span span) {
    List<Span> more = neverPlanned(span);
    return more.isEmpty()
        ? this
        : new GroupProgress(
            since,
            inOrder(asked, more),
            watermark,
            inOrder(history, more),
            starts,
            rechecked,
            gaps);
  }

  private static List<Span> inOrder(List<Span> some, List<Span> more) {
    return Stream.concat(some.stream(), more.stream())
        .sorted(Comparator.comparing(Span::from))
        .toList();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
