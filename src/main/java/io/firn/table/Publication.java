package io.firn.table;

import io.firn.BatchId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CherrypickAncestorCommitException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.DuplicateWAPCommitException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The two commits that bring a batch's files into a table: staged on a branch, which keeps the
 * files safe from expiry, then published by cherry-pick, once, however many try.
 */
public final class Publication {
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_NANOS = 200_000_000L;

  private final Table table;
  private final BatchId batch;

  public Publication(Table table, BatchId batch) {
    this.table = table;
    this.batch = batch;
  }

  /**
   * Stages the files; readers do not see them yet. A batch staged before is not staged again.
   *
   * @return the staged snapshot's id
   */
  public long stage(List<DataFile> files) {
    return attempt(() -> stagedSnapshot().orElseGet(() -> append(files)));
  }

  /**
   * Publishes the staged snapshot and removes its branch.
   *
   * @throws PublishRefusedException if the snapshot is gone, or was published and rolled back
   */
  public Published publish(long snapshotId) {
    Published published = attempt(() -> publishOnce(snapshotId));
    dropBranch();
    return published;
  }

  /** Removes the batch's branch if there is one, and with it the staged snapshot's protection. */
  public void dropBranch() {
    attempt(
        () -> {
          if (hasBranch()) {
            removeBranch();
          }
          return batch;
        });
  }

  private Optional<Long> stagedSnapshot() {
    SnapshotRef branch = table.refs().get(batch.branch());
    return branch == null ? Optional.empty() : Optional.of(branch.snapshotId());
  }

  /**
   * One commit. The branch is made before the append: a snapshot that begins a branch would count
   * the table's totals from zero, and keep them when it is published.
   */
  private long append(List<DataFile> files) {
    Transaction transaction = table.newTransaction();
    Snapshot current = table.currentSnapshot();
    if (current != null) {
      transaction.manageSnapshots().createBranch(batch.branch(), current.snapshotId()).commit();
    }
    AppendFiles append =
        transaction.newFastAppend().toBranch(batch.branch()).set("wap.id", batch.id());
    files.forEach(append::appendFile);
    append.commit();
    transaction.commitTransaction();
    table.refresh();
    return stagedSnapshot().orElseThrow();
  }

  private Published publishOnce(long snapshotId) {
    if (isPublished(snapshotId)) {
      return Published.ALREADY_PUBLISHED;
    }
    refuseRolledBack(snapshotId);
    refuseMissing(snapshotId);
    try {
      ManageSnapshots publication = table.manageSnapshots().cherrypick(snapshotId);
      if (hasBranch()) {
        publication.removeBranch(batch.branch());
      }
      publication.commit();
      return Published.PUBLISHED;
    } catch (DuplicateWAPCommitException | CherrypickAncestorCommitException e) {
      return Published.ALREADY_PUBLISHED;
    }
  }

  /** Whether the batch is in the history of the main branch. */
  private boolean isPublished(long snapshotId) {
    for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
      if (ancestor.snapshotId() == snapshotId || isCopy(ancestor)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCopy(Snapshot snapshot) {
    return batch.id().equals(snapshot.summary().get("published-wap-id"));
  }

  /** Iceberg itself would publish again by fast-forward after a rollback to the parent. */
  private void refuseRolledBack(long snapshotId) {
    boolean wasCurrent =
        table.history().stream().anyMatch(entry -> entry.snapshotId() == snapshotId);
    boolean wasCopied = false;
    for (Snapshot snapshot : table.snapshots()) {
      wasCopied |= isCopy(snapshot);
    }
    if (wasCurrent || wasCopied) {
      throw refused("it was published before, and the table was rolled back since");
    }
  }

  private void refuseMissing(long snapshotId) {
    if (table.snapshot(snapshotId) == null) {
      throw refused("its staged snapshot " + snapshotId + " is gone");
    }
  }

  private PublishRefusedException refused(String reason) {
    return new PublishRefusedException(
        "Cannot publish batch " + batch + " to " + table.name() + ": " + reason);
  }

  private boolean hasBranch() {
    return table.refs().containsKey(batch.branch());
  }

  private void removeBranch() {
    table.manageSnapshots().removeBranch(batch.branch()).commit();
  }

  /** A step that looks at the table first, so that it may be repeated when its end is unknown. */
  private interface Step<T> {
    T run();
  }

  private <T> T attempt(Step<T> step) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      try {
        return step.run();
      } catch (CommitStateUnknownException
          | UncheckedSQLException
          | CommitFailedException
          | ValidationException
          | IllegalArgumentException
          | NullPointerException e) {
        // The last three: another publisher took the branch or the snapshot meanwhile (the
        // NullPointerException is Iceberg 1.10's, for a snapshot gone on retry).
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(attempt * PAUSE_NANOS);
      }
    }
  }
}
