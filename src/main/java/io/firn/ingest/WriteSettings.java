package io.firn.ingest;

import io.firn.decode.InflateBounds;
import io.firn.schema.ColumnType.Struct;
import java.io.Serializable;

/**
 * What a task needs to know of its round and its table: ships to executors.
 *
 * @param payload the payload columns, with the table's field ids
 */
record WriteSettings(
    String batch, int round, Phase phase, Struct payload, InflateBounds inflate, Purpose purpose)
    implements Serializable {

  /** How sure the schema is. */
  enum Phase {
    /** No column is committed: everything is counted. */
    NEW_TABLE,
    /** All columns are committed: only what they do not hold is counted. */
    EXISTING_TABLE,
    /** The batch's schema is decided: what it does not hold is rescued. */
    DECIDED
  }

  /** What the reading is for. */
  enum Purpose {
    /** Rows; a damaged object gives none. */
    INGEST,
    /** Rows; a damaged object gives those before the damage. */
    SALVAGE,
    /** To know what ingesting would do: nothing is written. */
    PREVIEW
  }

  /** Whether values are observed from the start, not only after a misfit. */
  boolean observesEverything() {
    return phase == Phase.NEW_TABLE;
  }

  boolean isDecided() {
    return phase == Phase.DECIDED;
  }
}
