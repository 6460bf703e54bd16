package io.firn.state;

import java.time.Instant;

/**
 * What the store says about a lease. It says when to look at what its holder left; nothing is
 * correct only because of it.
 */
public record LeaseInfo(String name, Holder holder, Instant until, End end) {
  /** What ends a lease. */
  public enum End {
    /** Its time, or the end of the process that holds it. */
    TIME_OR_HOLDER,
    /** Its time alone: nobody holds it, see {@link Lease#entomb}. */
    TIME
  }

  /** Whether it is not over at that moment. */
  public boolean isLive(Instant now) {
    return now.isBefore(until) && (end == End.TIME || !holder.isKnownToBeGone());
  }
}
