package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.util.Optional;

/** Says where events go that tell themselves which log group they come from. */
public interface EventRouter {
  /** A table, and what is done with the events before. */
  record Destination(TableName table, EventPolicy policy) {}

  /**
   * Where a log group's events go; empty if no route takes them.
   *
   * @throws IllegalArgumentException if its route gives it no table
   */
  Optional<Destination> route(LogSource source);

  /** The table that all events go to; empty if that depends on their log groups. */
  Optional<TableName> onlyTable();

  /** Whether text may be stored whose log group is not known: no route withholds any. */
  boolean storesText();
}
