package io.firn.table;

import io.firn.BatchId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the snapshots of a table's main branch brought, as far as its history goes:
 * expiry cuts it.
 */
final class MainHistory {
  private static final String STAGED = "wap.id";
  private static final String COPIED = "published-wap-id";

  private final Table table;
  private final Set<Long> ancestors = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private final Set<String> left = new TreeSet<>();

  MainHistory(Table table) {
    this.table = table;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      ancestors.add(snapshot.snapshotId());
      batch(snapshot).ifPresent(held::add);
    }
    Set<Long> current = new HashSet<>();
    for (HistoryEntry entry : table.history()) {
      current.add(entry.snapshotId());
    }
    for (Snapshot snapshot : table.snapshots()) {
      boolean wasOnMain =
          current.contains(snapshot.snapshotId()) || value(snapshot, COPIED) != null;
      if (wasOnMain && !ancestors.contains(snapshot.snapshotId())) {
        batch(snapshot).ifPresent(left::add);
      }
    }
    left.removeAll(held);
  }

  /** Whether a snapshot that main builds on brought the batch. */
  boolean holds(BatchId batch) {
    return held.contains(batch.id());
  }

  /** Whether such a snapshot was there, and main was set back to a time before it. */
  boolean isRolledBack(BatchId batch) {
    return left.contains(batch.id());
  }

  /**
   * Snapshots of the batch that main does not build on: the staged one, and copies that main was
   * set back behind.
   */
  List<Long> left(BatchId batch, long staged) {
    List<Long> ids = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      boolean ofBatch =
          snapshot.snapshotId() == staged || batch.id().equals(value(snapshot, COPIED));
      if (ofBatch && !ancestors.contains(snapshot.snapshotId())) {
        ids.add(snapshot.snapshotId());
      }
    }
    return ids;
  }

  /** All batches that main was set back behind, oldest first. */
  Set<BatchId> rolledBack() {
    Set<BatchId> batches = new LinkedHashSet<>();
    left.forEach(id -> BatchId.parse(id).ifPresent(batches::add));
    return batches;
  }

  private static Optional<String> batch(Snapshot snapshot) {
    String copied = value(snapshot, COPIED);
    return Optional.ofNullable(copied == null ? value(snapshot, STAGED) : copied);
  }

  private static @Nullable String value(Snapshot snapshot, String key) {
    Map<String, String> summary = snapshot.summary();
    return summary == null ? null : summary.get(key);
  }
}
