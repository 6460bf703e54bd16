package io.firn.maintain;

import io.firn.TableName;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What metadata says of a table at one moment.
 *
 * @param columns by their whole names
 * @param sort the columns of the table's own sort order
 * @param slices none where the table is partitioned in a way that Firn does not know
 * @param sliced whether it is partitioned in a way that Firn knows
 * @param shrink how many bytes sorting left of each byte lately; empty if it is not known
 */
record TableFacts(
    TableName name,
    Map<String, String> properties,
    Set<String> columns,
    List<String> sort,
    List<SliceFacts> slices,
    boolean sliced,
    OptionalDouble shrink,
    History history) {
  TableFacts {
    properties = Map.copyOf(properties);
    columns = Set.copyOf(columns);
    sort = List.copyOf(sort);
    slices = List.copyOf(slices);
  }

  TableFacts with(History later) {
    return new TableFacts(name, properties, columns, sort, slices, sliced, shrink, later);
  }

  TableFacts with(OptionalDouble later) {
    return new TableFacts(name, properties, columns, sort, slices, sliced, later, history);
  }

  /**
   * What the table keeps beside its files.
   *
   * @param manifests of the current snapshot
   * @param expirable snapshots that are older than they have to be kept
   * @param unusedSchemas of no snapshot that is kept
   */
  record History(
      int manifests, long manifestBytes, int snapshots, int expirable, int unusedSchemas) {}
}
