package io.firn.policy;

import java.io.Serializable;

/**
 * How far a table's columns may go.
 *
 * @param maxColumns leaves of the payload, all kinds counted, a map as one
 * @param maxDepth levels of structs and lists
 */
public record SchemaBounds(int maxColumns, int maxDepth) implements Serializable {
  public static final SchemaBounds DEFAULT = new SchemaBounds(1_000, 8);

  /** The most that a config may ask for: beyond it a schema alone weighs megabytes. */
  public static final int MOST_COLUMNS = 5_000;

  /** As {@link #MOST_COLUMNS}, for {@link #maxDepth}. */
  public static final int MOST_DEPTH = 20;

  /** A nested object of a new key with more distinct keys in a batch is a map. */
  public static final int MOST_STRUCT_KEYS = 100;

  public SchemaBounds {
    if (maxColumns < 1 || maxColumns > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "Invalid max-columns: " + maxColumns + " (must be 1 to " + MOST_COLUMNS + ")");
    }
    if (maxDepth < 1 || maxDepth > MOST_DEPTH) {
      throw new IllegalArgumentException(
          "Invalid max-depth: " + maxDepth + " (must be 1 to " + MOST_DEPTH + ")");
    }
  }
}
