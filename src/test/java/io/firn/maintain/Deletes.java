package io.firn.maintain;

import java.io.IOException;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Deletes of rows as other engines make them: files of positions. */
final class Deletes {
  private Deletes() {}

  /** Deletes the first rows of the first file. */
  static void deleteFirstRows(Table table, int rows) throws IOException {
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      FileScanTask task = tasks.iterator().next();
      PositionDeleteWriter<Void> writer =
          Parquet.writeDeletes(table.io().newOutputFile(table.location() + "/data/deletes.parquet"))
              .withSpec(table.spec())
              .withPartition(task.file().partition())
              .buildPositionWriter();
      try (writer) {
        PositionDelete<Void> delete = PositionDelete.create();
        for (int row = 0; row < rows; row++) {
          writer.write(delete.set(task.file().location(), row, null));
        }
      }
      DeleteFile file = writer.toDeleteFile();
      table.newRowDelta().addDeletes(file).commit();
    }
  }
}
