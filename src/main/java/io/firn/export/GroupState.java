package io.firn.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A group of the index.
 *
 * @param longest the most that a window may span since one timed out; null if none did
 * @param problem null if nothing is wrong
 * @param missingSince when the group was first not there any more; null if it is there
 */
public record GroupState(
    GroupFacts facts,
    GroupProgress progress,
    @Nullable Duration longest,
    @Nullable GroupProblem problem,
    @Nullable Instant missingSince) {
  /** Of a group that is seen for the first time. */
  static GroupState first(GroupFacts facts, ExportPolicy policy, Instant now) {
    return new GroupState(facts, GroupProgress.first(facts, policy, now), null, null, null);
  }

  public Optional<Duration> bound() {
    return Optional.ofNullable(longest);
  }

  public Optional<GroupProblem> trouble() {
    return Optional.ofNullable(problem);
  }

  public Optional<Instant> missing() {
    return Optional.ofNullable(missingSince);
  }

  /** Whether nothing is wrong with it, or it may be tried again. */
  boolean isReady(Instant now) {
    return trouble().filter(known -> now.isBefore(known.until())).isEmpty();
  }

  GroupState withFacts(GroupFacts other) {
    return new GroupState(other, progress, longest, problem, missingSince);
  }

  GroupState withProgress(GroupProgress other) {
    return new GroupState(facts, other, longest, problem, missingSince);
  }

  GroupState withBound(@Nullable Duration other) {
    return new GroupState(facts, progress, other, problem, missingSince);
  }

  GroupState withProblem(@Nullable GroupProblem other) {
    return new GroupState(facts, progress, longest, other, missingSince);
  }

  GroupState missingSince(@Nullable Instant moment) {
    return new GroupState(facts, progress, longest, problem, moment);
  }

  /** Once more, or for the first time, not exported for a reason. */
  GroupState refused(Refusal refusal, Instant now) {
    return withProblem(
        problem == null ? GroupProblem.first(refusal, now) : problem.again(refusal, now));
  }
}
