package io.firn.dedupe;

import io.firn.TableName;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/**
 * What one task compares: the events of a batch that lie in a span of days, with those that the
 * table has of the same times.
 *
 * @param slice which part of the keys, by their hash
 * @param written the batch's files
 * @param existing the table's files
 */
public record DuplicateSearch(
    TableName table,
    TimeSpan times,
    int slice,
    int slices,
    List<DataFile> written,
    List<FileScanTask> existing)
    implements Serializable {
  public DuplicateSearch {
    written = List.copyOf(written);
    existing = List.copyOf(existing);
  }

  /** Reads and compares. */
  public FoundDuplicates run(Table from) {
    return new FoundDuplicates(table, new IdSearch(this, from).run());
  }
}
