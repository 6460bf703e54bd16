package io.firn.ledger;

import java.util.Set;

/**
 * What the ledger knows of the log groups that an object has events of.
 *
 * @param done those whose events are in a table
 * @param waiting those whose events are not, though the object was read: no table took them, or it
 *     has lost them
 */
public record KnownShares(Set<LogSource> done, Set<LogSource> waiting) {
  /** Of an object that was never read. */
  public static final KnownShares NONE = new KnownShares(Set.of(), Set.of());

  public KnownShares {
    done = Set.copyOf(done);
    waiting = Set.copyOf(waiting);
  }
}
