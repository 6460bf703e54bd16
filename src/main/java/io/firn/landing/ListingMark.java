package io.firn.landing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * That folders were listed when nothing was to be expected of them any more, and all that was in
 * them is in the ledger. It only saves work: whoever does not have it lists them again.
 *
 * @param from the first day
 * @param ledger the generation of the ledger that knows it
 * @param before it says so of folders that begin before this moment
 * @param open but for these
 */
public record ListingMark(LocalDate from, String ledger, Instant before, List<Instant> open) {
  public ListingMark {
    open = List.copyOf(open);
  }

  /** Whether it still holds, for folders since a day. */
  public boolean holds(LocalDate since, String generation) {
    return !since.isBefore(from) && ledger.equals(generation);
  }
}
