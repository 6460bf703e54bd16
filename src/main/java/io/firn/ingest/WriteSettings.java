package io.firn.ingest;

import io.firn.schema.ColumnType.Struct;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know beside the table: ships to executors.
 *
 * @param payload the payload columns, with the table's field ids
 */
record WriteSettings(
    String batch,
    int round,
    Phase phase,
    Struct payload,
    String logGroup,
    @Nullable String account,
    @Nullable String region)
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
}
