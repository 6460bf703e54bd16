package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.INGESTED;

import io.firn.ledger.LedgerRow.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Finds the windows of earlier batches that share time with those of a claim. */
final class WindowCheck {
  private final LedgerReader reader;

  WindowCheck(LedgerReader reader) {
    this.reader = reader;
  }

  /** Rows of windows that were there when the claim was planned; a recheck may overlap. */
  List<LedgerRow> overlapped(LedgerState planned, List<LedgerRow> claim) {
    List<LedgerRow> windows = claim.stream().filter(row -> row.kind() == Kind.WINDOW).toList();
    if (windows.isEmpty() || planned.snapshotId() == null) {
      return List.of();
    }
    Set<String> groups =
        windows.stream().map(row -> row.inputSource().group().name()).collect(Collectors.toSet());
    Expression others =
        Expressions.and(
            Expressions.in("event", CLAIMED.stored(), INGESTED.stored()),
            Expressions.equal("kind", "window"),
            Expressions.in("log_group", groups));
    return reader.rows(planned.snapshotId(), others).stream()
        .filter(row -> windows.stream().anyMatch(window -> overlap(window, row)))
        .filter(row -> counts(row, planned))
        .toList();
  }

  private boolean counts(LedgerRow row, LedgerState planned) {
    return row.event() == CLAIMED
        ? planned.unfinished().contains(row.batch())
        : !reader.isVoid(row.batch(), row.table().name());
  }

  private static boolean overlap(LedgerRow one, LedgerRow other) {
    return one.table().name().equals(other.table().name())
        && one.inputSource().equals(other.inputSource())
        && Objects.requireNonNull(one.window()).overlaps(Objects.requireNonNull(other.window()));
  }
}
