package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger; run and time are added when it is written.
 *
 * @param object null in a row about a whole table
 */
public record LedgerRow(
    BatchId batch,
    LedgerEvent event,
    Target table,
    @Nullable ObjectIdentity object,
    @Nullable LogSource source,
    @Nullable Work work,
    @Nullable String reason) {

  /** The batch takes the object, to write files for it below the table's location. */
  public static LedgerRow claimed(
      BatchId batch, Target table, ObjectIdentity object, LogSource source) {
    return new LedgerRow(batch, LedgerEvent.CLAIMED, table, object, source, null, null);
  }

  /** The batch may write files below the table's location, whatever objects they come from. */
  public static LedgerRow claimed(BatchId batch, Target table) {
    return new LedgerRow(batch, LedgerEvent.CLAIMED, table, null, null, null, null);
  }

  /**
   * The object is refused for the table.
   *
   * @param work its events are the good ones before the damage
   * @param reason what is wrong with the object
   */
  public static LedgerRow quarantined(
      BatchId batch,
      Target table,
      ObjectIdentity object,
      LogSource source,
      Work work,
      String reason) {
    return new LedgerRow(batch, LedgerEvent.QUARANTINED, table, object, source, work, reason);
  }

  /**
   * The table's staged snapshot is decided.
   *
   * @throws IllegalArgumentException if the target has no staged snapshot
   */
  public static LedgerRow committing(BatchId batch, Target staged) {
    if (staged.snapshotId() == null) {
      throw new IllegalArgumentException(
          "Invalid target: " + staged.name() + " (must have a staged snapshot)");
    }
    return new LedgerRow(batch, LedgerEvent.COMMITTING, staged, null, null, null, null);
  }

  /** The object is part of what is decided: it will be {@code ingested}, whoever publishes. */
  public static LedgerRow committing(
      BatchId batch, Target table, ObjectIdentity object, LogSource source, Work work) {
    return new LedgerRow(batch, LedgerEvent.COMMITTING, table, object, source, work, null);
  }

  /** This row with a remark for people, for example on what was salvaged. */
  public LedgerRow because(String remark) {
    return new LedgerRow(batch, event, table, object, source, work, remark);
  }

  /** The row that follows a {@code committing} row of an object. */
  public LedgerRow ingested() {
    return new LedgerRow(batch, LedgerEvent.INGESTED, table, object, source, work, reason);
  }

  static LedgerRow abandoned(BatchId batch, Target table, String reason) {
    return new LedgerRow(batch, LedgerEvent.ABANDONED, table, null, null, null, reason);
  }

  /** Null first, as Iceberg sorts them. */
  String sortKey() {
    String group = source == null ? "" : source.group().name();
    String key = object == null ? "" : object.key();
    return group + '\0' + key;
  }
}
