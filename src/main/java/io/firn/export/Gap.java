package io.firn.export;

import io.firn.ExportWindow;
import java.time.Instant;
import java.util.List;

/**
 * Time of a group whose events were not exported, or not all, and will not be.
 *
 * @param generation of the group, its creation time in milliseconds since 1970
 * @param from its first millisecond
 * @param to its last millisecond
 */
public record Gap(long generation, Instant from, Instant to, Reason reason, Instant noticed) {
  /** Why there is one. */
  public enum Reason {
    /** The events' retention ended before their turn came. */
    EXPIRED,
    /** It ended while their task was at work: they may have been exported. */
    EXPIRED_MEANWHILE,
    /** The group was deleted before their turn came. */
    DELETED,
    /** Tasks found no events, though the group has some. */
    NOTHING_EXPORTED
  }

  /** Whether the other one goes on where this one ends. */
  boolean continues(Gap other) {
    return generation == other.generation
        && reason == other.reason
        && to.plusMillis(1).equals(other.from);
  }

  /** What is left of it outside of an exported window, if it was for its expiry. */
  List<Gap> without(ExportWindow window) {
    if (window.generation() != generation || reason != Reason.EXPIRED) {
      return List.of(this);
    }
    return new Span(from, to)
        .without(window.from(), window.to()).stream()
            .map(span -> new Gap(generation, span.from(), span.to(), reason, noticed))
            .toList();
  }

  Gap upTo(Instant end) {
    return new Gap(generation, from, end, reason, noticed);
  }
}
