package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.ObjectIdentity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger; run and time are added when it is written.
 *
 * @param object of a row about an export window, the window's marker; null in a row about a whole
 *     table
 * @param window null in a row about an object by itself or a whole table
 * @param share whether it is about the source's share of a mixed object, not the whole of it
 */
public record LedgerRow(
    BatchId batch,
    LedgerEvent event,
    Target table,
    @Nullable ObjectIdentity object,
    @Nullable ExportWindow window,
    @Nullable LogSource source,
    @Nullable Work work,
    @Nullable String reason,
    boolean share) {

  /** What a row is about. */
  enum Kind {
    OBJECT,
    /** The events of one log group in a mixed object. */
    SHARE,
    /** All parts of an export window. */
    WINDOW,
    /** A window that was exported once more. */
    RECHECK,
    TABLE
  }

  /**
   * The batch takes the object, to write files for it below the table's location.
   *
   * @param source null of a mixed object as a whole
   */
  public static LedgerRow claimed(
      BatchId batch, Target table, ObjectIdentity object, @Nullable LogSource source) {
    return new LedgerRow(
        batch, LedgerEvent.CLAIMED, table, object, null, source, null, null, false);
  }

  /** The batch takes all parts of the window of the source's log group. */
  public static LedgerRow claimed(
      BatchId batch, Target table, ObjectIdentity marker, ExportWindow window, LogSource source) {
    return new LedgerRow(
        batch, LedgerEvent.CLAIMED, table, marker, window, source, null, null, false);
  }

  /** The batch may write files below the table's location, whatever objects they come from. */
  public static LedgerRow claimed(BatchId batch, Target table) {
    return ofTable(batch, LedgerEvent.CLAIMED, table, null);
  }

  /** The object has events of a log group that no table takes now: they wait. */
  public static LedgerRow seen(
      BatchId batch, Target table, ObjectIdentity object, LogSource source, String reason) {
    return new LedgerRow(batch, LedgerEvent.SEEN, table, object, null, source, null, reason, true);
  }

  /**
   * The object is refused for the table.
   *
   * @param source null of a mixed object as a whole
   * @param work its events are the good ones before the damage
   * @param reason what is wrong with the object
   */
  public static LedgerRow quarantined(
      BatchId batch,
      Target table,
      ObjectIdentity object,
      @Nullable LogSource source,
      Work work,
      String reason) {
    return new LedgerRow(
        batch, LedgerEvent.QUARANTINED, table, object, null, source, work, reason, false);
  }

  /**
   * A window that was exported once more is refused for the table.
   *
   * @param reason what keeps it from being compared with its earlier exports
   */
  public static LedgerRow quarantined(
      BatchId batch,
      Target table,
      ObjectIdentity marker,
      ExportWindow window,
      LogSource source,
      Work work,
      String reason) {
    return new LedgerRow(
        batch, LedgerEvent.QUARANTINED, table, marker, window, source, work, reason, false);
  }

  /**
   * The table's staged snapshot is decided.
   *
   * @throws IllegalArgumentException if the target has no staged snapshot
   */
  public static LedgerRow committing(BatchId batch, Target staged) {
    if (staged.snapshotId() == null || staged.uuid() == null) {
      throw new IllegalArgumentException(
          "Invalid target: " + staged.name() + " (must have a uuid and a staged snapshot)");
    }
    return ofTable(batch, LedgerEvent.COMMITTING, staged, null);
  }

  /**
   * The object is part of what is decided: it will be {@code ingested}, whoever publishes.
   *
   * @param source null of a mixed object as a whole
   */
  public static LedgerRow committing(
      BatchId batch, Target table, ObjectIdentity object, @Nullable LogSource source, Work work) {
    return new LedgerRow(
        batch, LedgerEvent.COMMITTING, table, object, null, source, work, null, false);
  }

  /** The window is part of what is decided. */
  public static LedgerRow committing(
      BatchId batch,
      Target table,
      ObjectIdentity marker,
      ExportWindow window,
      LogSource source,
      Work work) {
    return new LedgerRow(
        batch, LedgerEvent.COMMITTING, table, marker, window, source, work, null, false);
  }

  /** This row with a remark for people, for example on what was salvaged. */
  public LedgerRow because(String remark) {
    return new LedgerRow(batch, event, table, object, window, source, work, remark, share);
  }

  /** This row about the source's share of the object alone. */
  public LedgerRow ofShare() {
    return new LedgerRow(batch, event, table, object, window, source, work, reason, true);
  }

  /** The row that follows a {@code committing} row of an object or a window. */
  public LedgerRow ingested() {
    return new LedgerRow(
        batch, LedgerEvent.INGESTED, table, object, window, source, work, reason, share);
  }

  /** The batch has no effect on the table: what it took of it is free. */
  static LedgerRow abandoned(BatchId batch, Target table, String reason) {
    return ofTable(batch, LedgerEvent.ABANDONED, table, reason);
  }

  /** The batch counts as ingested into a table that has lost it, on a person's word. */
  static LedgerRow accepted(BatchId batch, Target table, String reason) {
    return ofTable(batch, LedgerEvent.INGESTED, table, reason);
  }

  private static LedgerRow ofTable(
      BatchId batch, LedgerEvent event, Target table, @Nullable String reason) {
    return new LedgerRow(batch, event, table, null, null, null, null, reason, false);
  }

  Kind kind() {
    if (window == null) {
      return object == null ? Kind.TABLE : share ? Kind.SHARE : Kind.OBJECT;
    }
    return window.purpose() == ExportWindow.Purpose.RECHECK ? Kind.RECHECK : Kind.WINDOW;
  }

  /** Whether it is about an object or a window, not about a table as a whole. */
  public boolean isInput() {
    return kind() != Kind.TABLE;
  }

  /** The object, or the marker of the window. */
  public ObjectIdentity inputObject() {
    return Objects.requireNonNull(object, "object");
  }

  /** Where the input comes from. */
  public LogSource inputSource() {
    return Objects.requireNonNull(source, "source");
  }

  /** Null first, as Iceberg sorts them. */
  String sortKey() {
    String group = source == null ? "" : source.group().name();
    String key = object == null ? "" : object.key();
    return group + '\0' + key;
  }
}
