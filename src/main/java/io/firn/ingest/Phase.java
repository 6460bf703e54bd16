package io.firn.ingest;

import java.util.Locale;

/** What a run is busy with; in this order. */
public enum Phase {
  /** What an earlier run left behind is finished or undone. */
  RECOVER,
  /** The inputs are listed and compared with the ledger. */
  PLAN,
  /** Mixed objects are read for the log groups that they have events of. */
  SURVEY,
  /** Tasks read the objects and write files with the schema there is. */
  READ,
  /** Tables are made and changed. */
  SETTLE,
  /** Tasks whose files do not fit the settled schema run again. */
  REREAD,
  /** Events that tables have already are looked for, and tasks that have some run again. */
  DEDUPE,
  /** Files are staged, decided and published. */
  PUBLISH;

  /** As results spell it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
