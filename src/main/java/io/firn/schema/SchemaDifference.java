package io.firn.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a table's leaf columns between two of its schemas.
 *
 * @param changed those with another name or type
 */
public record SchemaDifference(
    List<DescribedColumn> added, List<DescribedColumn> removed, List<Change> changed) {

  /** One column, then and now. */
  public record Change(DescribedColumn before, DescribedColumn after) {}

  public SchemaDifference {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /** Columns are the same if their field ids are. */
  public static SchemaDifference between(TableDescription before, TableDescription after) {
    Map<Integer, DescribedColumn> then = new LinkedHashMap<>();
    before.columns().forEach(column -> then.put(column.id(), column));
    List<DescribedColumn> added = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    for (DescribedColumn now : after.columns()) {
      DescribedColumn old = then.remove(now.id());
      if (old == null) {
        added.add(now);
      } else if (!old.path().equals(now.path()) || !old.type().equals(now.type())) {
        changed.add(new Change(old, now));
      }
    }
    return new SchemaDifference(added, List.copyOf(then.values()), changed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
