package io.firn.schema;

import io.firn.policy.KeyPath;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * A bound that kept values of a key out of columns of their own.
 *
 * @param path the key path from the root, dots between keys
 */
public record BoundReached(String path, Bound bound, Instead instead) implements Serializable {
  /** Of a key by its path from the root. */
  public static BoundReached of(List<String> keys, Bound bound, Instead instead) {
    return new BoundReached(spelled(keys), bound, instead);
  }

  /** For people: an empty key is no key path. */
  static String spelled(List<String> keys) {
    return keys.isEmpty() || keys.contains("")
        ? String.join(".", keys)
        : new KeyPath(keys).toString();
  }

  /** What was reached. */
  public enum Bound {
    /** The table's leaves, {@code max-columns}. */
    MAX_COLUMNS,
    /** The depth of structs and lists, {@code max-depth}. */
    MAX_DEPTH,
    /** The distinct keys of a new struct. */
    STRUCT_KEYS,
    /** What AWS Glue takes of one column, or of a whole table. */
    GLUE_SIZE;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Where the values go. */
  public enum Instead {
    /** To a column of JSON text. */
    JSON,
    /** To a map. */
    MAP,
    /** To {@code log_rescued}. */
    RESCUED;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
