package io.firn.ingest;

import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnType.Struct;
import io.firn.shred.Shredder.OnNew;
import java.io.Serializable;

/**
 * What a task needs to know of its round and its table: ships to executors.
 *
 * @param payload the payload columns, with the table's field ids
 * @param rules what the routes say of the table's columns
 */
record WriteSettings(RoundSettings round, Phase phase, Struct payload, SchemaRules rules)
    implements Serializable {

  /** How sure the schema is. */
  enum Phase {
    /** No column is committed: everything is counted. */
    NEW_TABLE,
    /** All columns are committed: only what they do not hold is counted. */
    EXISTING_TABLE,
    /** As EXISTING_TABLE, and there is no room for a further column. */
    FULL_TABLE,
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

  /** What becomes of a value that has no column. */
  OnNew onNew() {
    return switch (phase) {
      case NEW_TABLE, EXISTING_TABLE -> OnNew.STOP;
      case FULL_TABLE -> OnNew.STOP_IF_KNOWN;
      case DECIDED -> OnNew.RESCUE;
    };
  }
}
