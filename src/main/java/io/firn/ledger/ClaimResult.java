package io.firn.ledger;

import java.util.List;

/**
 * How a claim ended.
 *
 * @param overlapped windows in the way, of {@link Kind#OVERLAPS} only
 */
public record ClaimResult(Kind kind, List<LedgerRow> overlapped) {
  /** The ways. */
  public enum Kind {
    CLAIMED,
    /** Objects of the same log groups were claimed since planning: plan again. */
    STALE,
    /**
     * A window shares time with one of its group that is claimed or ingested, and is no recheck.
     */
    OVERLAPS
  }

  static final ClaimResult CLAIMED = new ClaimResult(Kind.CLAIMED, List.of());
  static final ClaimResult STALE = new ClaimResult(Kind.STALE, List.of());

  public ClaimResult {
    overlapped = List.copyOf(overlapped);
  }

  static ClaimResult overlaps(List<LedgerRow> windows) {
    return new ClaimResult(Kind.OVERLAPS, windows);
  }

  public boolean isClaimed() {
    return kind == Kind.CLAIMED;
  }
}
