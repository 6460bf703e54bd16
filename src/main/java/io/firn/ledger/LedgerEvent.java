package io.firn.ledger;

import java.util.Locale;

/** What a row of the ledger says; a file of the ledger holds rows of one event only. */
public enum LedgerEvent {
  /** The object has events that no batch has taken yet: of a log group, in a mixed one. */
  SEEN,
  /** The batch may write files for the object. */
  CLAIMED,
  /** The batch is decided: its staged snapshots will be published. */
  COMMITTING,
  /** The object's events are in the table. */
  INGESTED,
  /** The object was refused and put aside. */
  QUARANTINED,
  /** The batch ended without effect: its objects are free again. */
  ABANDONED;

  /** As it is stored. */
  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LedgerEvent ofStored(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
