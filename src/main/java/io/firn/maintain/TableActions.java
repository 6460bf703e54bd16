package io.firn.maintain;

import io.firn.maintain.TablePlan.Drop;
import io.firn.maintain.TablePlan.Expiry;
import io.firn.maintain.TablePlan.Layout;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.actions.ExpireSnapshots;
import org.apache.iceberg.actions.RewriteManifests;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The changes of a table but for the rewriting of its files; each is one commit. */
final class TableActions {
  private static final String KEPT_FROM = "firn.kept-from";

  private final SparkSession spark;
  private final Table table;

  TableActions(SparkSession spark, Table table) {
    this.spark = spark;
    this.table = table;
  }

  void change(Layout layout) {
    table.refresh();
    Transaction transaction = table.newTransaction();
    if (!layout.set().isEmpty() || !layout.remove().isEmpty()) {
      UpdateProperties properties = transaction.updateProperties();
      layout.set().forEach(properties::set);
      layout.remove().forEach(properties::remove);
      properties.commit();
    }
    layout
        .sort()
        .ifPresent(
            sort -> {
              ReplaceSortOrder order = transaction.replaceSortOrder();
              sort.forEach(order::asc);
              order.commit();
            });
    transaction.commitTransaction();
  }

  /**
   * Drops whole days, in the metadata alone: Iceberg refuses it where a file has rows of a later
   * day too.
   */
  void drop(Drop drop) {
    table.refresh();
    table
        .newDelete()
        .deleteFromRowFilter(Expressions.lessThan("log_time", Slicing.ByDay.start(drop.before())))
        .set(KEPT_FROM, drop.before().toString())
        .commit();
  }

  /** How many manifests there were, and are. */
  record Merged(int before, int after) {}

  Merged mergeManifests() {
    table.refresh();
    RewriteManifests.Result result = SparkActions.get(spark).rewriteManifests(table).execute();
    return new Merged(count(result.rewrittenManifests()), count(result.addedManifests()));
  }

  private static int count(Iterable<?> all) {
    int count = 0;
    for (Object ignored : all) {
      count++;
    }
    return count;
  }

  /**
   * Expires snapshots of main, and what no branch or tag keeps; staged batches have branches.
   *
   * @return how many files went
   */
  long expire(Expiry expiry, long olderThanMillis) {
    table.refresh();
    ExpireSnapshots action =
        SparkActions.get(spark)
            .expireSnapshots(table)
            .expireOlderThan(olderThanMillis)
            .retainLast(1);
    if (expiry.schemas() > 0 && allTellTheirSchema()) {
      action.cleanExpiredMetadata(true);
    }
    ExpireSnapshots.Result result = action.execute();
    return result.deletedDataFilesCount()
        + result.deletedPositionDeleteFilesCount()
        + result.deletedEqualityDeleteFilesCount()
        + result.deletedManifestsCount()
        + result.deletedManifestListsCount();
  }

  /** Iceberg 1.10 fails where one does not, as very old writers left them. */
  private boolean allTellTheirSchema() {
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.schemaId() == null) {
        return false;
      }
    }
    return true;
  }

  /** Keeps which commits brought sorted files, for when their snapshots are gone. */
  void keepMarks(List<String> sort, Set<Long> commits) {
    table.refresh();
    @Nullable String kept = SortMarks.of(table, sort).property(commits);
    @Nullable String known = table.properties().get(SortMarks.PROPERTY);
    if (kept == null ? known == null : kept.equals(known)) {
      return;
    }
    UpdateProperties change = table.updateProperties();
    if (kept == null) {
      change.remove(SortMarks.PROPERTY);
    } else {
      change.set(SortMarks.PROPERTY, kept);
    }
    change.commit();
  }
}
