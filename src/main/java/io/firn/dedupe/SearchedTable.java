package io.firn.dedupe;

import java.io.Serializable;
import java.util.Set;
import org.apache.iceberg.Table;

/**
 * A table that is searched, and what all its searches go by.
 *
 * @param table serializable
 * @param leftOut events of the batch that are known as duplicates already
 * @param forgotten batches whose rows in firn.duplicates count no more
 */
public record SearchedTable(Table table, EventPositions leftOut, Set<String> forgotten)
    implements Serializable {
  public SearchedTable {
    forgotten = Set.copyOf(forgotten);
  }
}
