package io.firn.export;

import io.firn.LogGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a log group is exported.
 *
 * @param upTo all before it is exported, in a gap or in {@code history}; null if nothing was
 *     exported yet
 * @param lag how old the first event may be that is still to come
 * @param history what else is still to be exported
 * @param gaps what is lost
 * @param problem why it is not exported for now; null if nothing is wrong
 * @param missingSince when it was first not there any more; null if it is there
 * @param recheck when a window of it is next exported once more; null if none will be
 * @param refusal why it never is, by its class; null if it can be
 */
public record GroupStatus(
    LogGroup group,
    @Nullable Instant upTo,
    Duration lag,
    List<Span> history,
    List<Gap> gaps,
    @Nullable GroupProblem problem,
    @Nullable Instant missingSince,
    @Nullable Instant recheck,
    @Nullable Refusal refusal) {
  public GroupStatus {
    history = List.copyOf(history);
    gaps = List.copyOf(gaps);
  }

  static GroupStatus of(LogGroup group, GroupState state, Instant now) {
    GroupProgress progress = state.progress();
    Instant next = progress.watermark();
    // A group has next to nothing that is older than itself.
    Instant created = state.facts().created();
    Duration lag = Duration.between(next.isBefore(created) ? created : next, now);
    return new GroupStatus(
        group,
        next.isAfter(progress.since()) ? next : null,
        lag.isNegative() ? Duration.ZERO : lag,
        progress.history(),
        progress.gaps(),
        state.problem(),
        state.missingSince(),
        nextRecheck(progress).orElse(null),
        state.facts().isExportable()
            ? null
            : Refusal.notExportable(group, state.facts().logClass()));
  }

  private static Optional<Instant> nextRecheck(GroupProgress progress) {
    return progress.rechecked().entrySet().stream()
        .flatMap(recheck -> nextRecheck(progress, recheck))
        .min(Comparator.naturalOrder());
  }

  private static Stream<Instant> nextRecheck(
      GroupProgress progress, Map.Entry<Duration, Instant> recheck) {
    Collection<Instant> bounds = ExportPlanner.bounds(progress, recheck.getValue());
    return bounds.stream().limit(1).map(bound -> bound.plus(recheck.getKey()));
  }

  public Optional<Instant> exportedUpTo() {
    return Optional.ofNullable(upTo);
  }

  public Optional<GroupProblem> trouble() {
    return Optional.ofNullable(problem);
  }

  public Optional<Refusal> notExportable() {
    return Optional.ofNullable(refusal);
  }

  public Optional<Instant> missing() {
    return Optional.ofNullable(missingSince);
  }

  public Optional<Instant> nextRecheck() {
    return Optional.ofNullable(recheck);
  }
}
