package io.firn.export;

import java.time.Duration;
import java.time.Instant;

/**
 * Why a group is not exported for now.
 *
 * @param message one line, with what to do
 * @param since when it began
 * @param until when the group is tried again
 * @param count how often in a row
 */
public record GroupProblem(
    Refusal.Kind kind, String message, Instant since, Instant until, int count) {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int DOUBLINGS = 10;

  /** The first of its kind. */
  static GroupProblem first(Refusal refusal, Instant now) {
    return new GroupProblem(refusal.kind(), refusal.message(), now, now.plus(FIRST_PAUSE), 1);
  }

  /** One more, which waits twice as long if it is of the same kind. */
  GroupProblem again(Refusal refusal, Instant now) {
    if (refusal.kind() != kind) {
      return first(refusal, now);
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, count));
    Instant next = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    return new GroupProblem(kind, refusal.message(), since, next, count + 1);
  }
}
