package io.firn.policy;

import io.firn.policy.SchemaRules.Conflict;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of one key and of the keys below it; keys are met in any case of their ASCII
 * letters, and array elements are passed by.
 *
 * @param hint null where the values decide
 * @param conflict null for the route's own
 * @param below by the key's case class
 */
public record ColumnRule(
    @Nullable Hint hint, @Nullable Conflict conflict, Map<String, ColumnRule> below)
    implements Serializable {
  /** Nothing is said. */
  public static final ColumnRule NONE = new ColumnRule(null, null, Map.of());

  public ColumnRule {
    below = Map.copyOf(below);
  }

  /** What is said of a key below this one. */
  public ColumnRule below(String key) {
    return below.isEmpty() ? NONE : below.getOrDefault(CaseClass.of(key), NONE);
  }

  /** What is said of the elements of the key's arrays. */
  public ColumnRule ofElements() {
    return hint == null ? this : new ColumnRule(null, conflict, below);
  }

  boolean mayRefuse() {
    return conflict == Conflict.FAIL || below.values().stream().anyMatch(ColumnRule::mayRefuse);
  }

  ColumnRule with(List<String> path, @Nullable Hint newHint, @Nullable Conflict newConflict) {
    if (path.isEmpty()) {
      return new ColumnRule(newHint, newConflict, below);
    }
    Map<String, ColumnRule> more = new HashMap<>(below);
    ColumnRule child = below(path.get(0));
    more.put(
        CaseClass.of(path.get(0)), child.with(path.subList(1, path.size()), newHint, newConflict));
    return new ColumnRule(hint, conflict, more);
  }
}
