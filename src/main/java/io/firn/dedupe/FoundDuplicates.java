package io.firn.dedupe;

import io.firn.TableName;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * What a search found.
 *
 * @param positions the events of the batch that the table is not to have
 * @param remembered files with those of them that later batches must know of, for firn.duplicates
 */
public record FoundDuplicates(TableName table, EventPositions positions, List<DataFile> remembered)
    implements Serializable {
  public FoundDuplicates {
    remembered = List.copyOf(remembered);
  }
}
