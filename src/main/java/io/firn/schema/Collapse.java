package io.firn.schema;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which keys may not have all the columns that they want: a tree over key paths. */
final class Collapse {
  /** Every key may have its columns. */
  static final Collapse NONE = new Collapse();

  private final Map<String, Collapse> keys = new HashMap<>();
  private @Nullable Collapse element;
  private Share share = Share.ALL;

  /** What a key may have. */
  enum Share {
    ALL,
    /** Columns, but none with fields: such objects and arrays are JSON text. */
    TEXT,
    /** No new column. */
    NOTHING
  }

  /** Says what a key may have. */
  void set(Share newShare) {
    share = newShare;
  }

  Share share() {
    return share;
  }

  /** The node of a key below this one, by the first of its spellings. */
  Collapse child(String key) {
    return this == NONE ? NONE : keys.computeIfAbsent(key, k -> new Collapse());
  }

  /** The node of the elements of this key's arrays. */
  Collapse element() {
    if (this == NONE) {
      return NONE;
    }
    if (element == null) {
      element = new Collapse();
    }
    return element;
  }
}
