package io.firn.maintain;

import static org.apache.iceberg.actions.RewriteDataFiles.PARTIAL_PROGRESS_ENABLED;
import static org.apache.iceberg.actions.RewriteDataFiles.REMOVE_DANGLING_DELETES;
import static org.apache.iceberg.actions.RewriteDataFiles.TARGET_FILE_SIZE_BYTES;

import io.firn.maintain.Rewrite.Extent;
import java.util.List;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/** Writes files of a slice anew, by Iceberg's own action; whatever it cannot commit, it deletes. */
final class RewriteAction {
  private final SparkSession spark;
  private final Table table;

  RewriteAction(SparkSession spark, Table table) {
    this.spark = spark;
    this.table = table;
  }

  /**
   * Sorts the files, or puts them together as they are.
   *
   * @param sort the columns to sort by; none to leave rows in their order
   * @param anew whether none of the files is sorted so by now
   * @throws CommitFailedException if others changed the same files meanwhile
   */
  void run(Rewrite rewrite, List<String> sort, long targetBytes, boolean anew) {
    table.refresh();
    RewriteDataFiles action =
        SparkActions.get(spark)
            .rewriteDataFiles(table)
            .filter(rewrite.slice().files())
            .option(TARGET_FILE_SIZE_BYTES, String.valueOf(targetBytes))
            .option(PARTIAL_PROGRESS_ENABLED, "true")
            .option(REMOVE_DANGLING_DELETES, String.valueOf(hasDeletes()));
    if (rewrite.extent() == Extent.ALL) {
      action.option("rewrite-all", "true");
    } else {
      action.option("min-input-files", "2");
    }
    if (sort.isEmpty()) {
      action.binPack();
    } else {
      action
          .sort(order(table, sort))
          .option("compression-factor", String.valueOf(rewrite.shrink()))
          .snapshotProperty(SortMarks.SORTED_BY, SortMarks.text(sort));
      if (anew) {
        action.snapshotProperty(FactsReader.OF_UNSORTED, "true");
      }
    }
    requireDone(rewrite, action.execute());
  }

  private static void requireDone(Rewrite rewrite, RewriteDataFiles.Result done) {
    if (!done.rewriteFailures().isEmpty() || done.rewriteResults().isEmpty()) {
      throw new CommitFailedException(
          "Cannot rewrite %s of %s: %s (nothing of it was changed; the next run tries again)",
          rewrite.slice(),
          rewrite.table(),
          done.rewriteFailures().isEmpty()
              ? "its files were changed meanwhile"
              : done.failedDataFilesCount() + " files could not be written anew, see the log");
    }
  }

  private boolean hasDeletes() {
    return table.currentSnapshot() != null
        && !table.currentSnapshot().deleteManifests(table.io()).isEmpty();
  }

  /** Ascending, nulls first, as the table's own order is. */
  static SortOrder order(Table table, List<String> sort) {
    SortOrder.Builder order = SortOrder.builderFor(table.schema());
    sort.forEach(order::asc);
    return order.build();
  }
}
