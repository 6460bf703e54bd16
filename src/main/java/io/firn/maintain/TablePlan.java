package io.firn.maintain;

import io.firn.TableName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done with a table, and why; and what is left as it is, and why.
 *
 * @param size of all its files
 * @param left by the names of slices
 */
record TablePlan(
    TableName table,
    Size size,
    Optional<Layout> layout,
    Optional<Drop> drop,
    List<Rewrite> rewrites,
    Optional<Merge> merge,
    Optional<Expiry> expiry,
    Map<String, String> left) {
  TablePlan {
    rewrites = List.copyOf(rewrites);
    left = Map.copyOf(left);
  }

  /**
   * Properties and sort order of the table, for files that are written from now on.
   *
   * @param set properties with their new values
   * @param remove properties that go
   * @param sort the new order; empty if it stays
   */
  record Layout(Map<String, String> set, List<String> remove, Optional<List<String>> sort) {
    /** What changes, a property each. */
    List<String> changes() {
      List<String> changes = new ArrayList<>();
      set.forEach((key, value) -> changes.add(key + " = " + value));
      remove.forEach(key -> changes.add("no " + key));
      sort.ifPresent(order -> changes.add("sorted by " + String.join(", ", order)));
      return changes;
    }
  }

  /**
   * Days whose events are not kept any more.
   *
   * @param before the first day that is kept
   * @param size of the files that go
   */
  record Drop(LocalDate before, Size size, long rows, String why) {}

  /** Manifests that are written anew, since there are too many. */
  record Merge(int before, int after, String why) {}

  /** Snapshots and schemas that nobody needs any more. */
  record Expiry(int snapshots, int schemas, String why) {}

  /** The same with all history kept. */
  TablePlan keepingHistory(String why) {
    Map<String, String> also = new HashMap<>(left);
    also.put("snapshots", why);
    return new TablePlan(
        table, size, layout, drop, rewrites, merge, Optional.empty(), Map.copyOf(also));
  }

  /** Whether the table is in order. */
  boolean isEmpty() {
    return layout.isEmpty()
        && drop.isEmpty()
        && rewrites.isEmpty()
        && merge.isEmpty()
        && expiry.isEmpty();
  }
}
