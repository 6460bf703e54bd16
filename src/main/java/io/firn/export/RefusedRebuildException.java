package io.firn.export;

import io.firn.AccountRegion;

/** State is not rebuilt, as that would lose something. */
public final class RefusedRebuildException extends RuntimeException {
  /** Why not. */
  public enum Reason {
    NOT_LOST,
    NOTHING_LEFT,
    OVERTAKEN
  }

  private final Reason reason;

  private RefusedRebuildException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static RefusedRebuildException notLost(AccountRegion place, SlotIndex index) {
    long gaps =
        index.groups().values().stream().mapToLong(group -> group.progress().gaps().size()).sum();
    return new RefusedRebuildException(
        Reason.NOT_LOST,
        "Cannot rebuild state of %s: it is not lost, it knows %d log groups and %d gaps; firn export goes on from it (with --force it is rebuilt all the same)"
            .formatted(place, index.groups().size(), gaps));
  }

  static RefusedRebuildException nothingLeft(AccountRegion place, String exports) {
    return new RefusedRebuildException(
        Reason.NOTHING_LEFT,
        "Cannot rebuild state of %s: there are exports below %s, but neither receipts nor markers tell of which windows; bring back an earlier version of the state or the markers (with --force all begins anew, and what was exported is exported again)"
            .formatted(place, exports));
  }

  static RefusedRebuildException overtaken(AccountRegion place) {
    return new RefusedRebuildException(
        Reason.OVERTAKEN,
        "Cannot rebuild state of %s: something else wrote it meanwhile; look what runs, then run this again"
            .formatted(place));
  }
}
