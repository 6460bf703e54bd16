package io.firn.dedupe;

import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;

/**
 * What is compared.
 *
 * @param written the batch's files
 * @param existing the table's files
 * @param remembered files of firn.duplicates
 */
record SearchFiles(
    List<DataFile> written, List<FileScanTask> existing, List<FileScanTask> remembered)
    implements Serializable {
  SearchFiles {
    written = List.copyOf(written);
    existing = List.copyOf(existing);
    remembered = List.copyOf(remembered);
  }
}
