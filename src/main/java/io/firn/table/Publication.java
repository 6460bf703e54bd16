package io.firn.table;

import static io.firn.table.PublishRefusedException.Reason.ROLLED_BACK;
import static io.firn.table.PublishRefusedException.Reason.UNKNOWABLE;

import io.firn.BatchId;
import io.firn.table.CommitLoop.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/**
 * The two commits that bring a batch's files into a table: staged on a branch, which keeps the
 * files safe from expiry, then published by cherry-pick, once, however many try.
 */
public final class Publication {
  private final Table table;
  private final BatchId batch;
  private final BatchRows rows;
  private final CommitLoop commits;

  public Publication(Table table, BatchId batch) {
    this.table = table;
    this.batch = batch;
    this.rows = new BatchRows(table, batch);
    this.commits = new CommitLoop(table);
  }

  /** Batches that were published in the table, and that a person rolled it back behind. */
  public static Set<BatchId> rolledBack(Table table) {
    table.refresh();
    return new MainHistory(table).rolledBack();
  }

  /**
   * Stages the files; readers do not see them yet. A batch staged before is not staged again.
   *
   * @return the staged snapshot's id
   */
  public long stage(List<DataFile> files) {
    return commits.make(
        new Step<Long>() {
          @Override
          public Optional<Long> seen(Table now) {
            return Optional.ofNullable(now.refs().get(batch.branch())).map(SnapshotRef::snapshotId);
          }

          @Override
          public Long change(Transaction transaction) {
            append(transaction, files);
            return seen(transaction.table()).orElseThrow();
          }
        });
  }

  /**
   * Publishes the staged snapshot and removes its branch.
   *
   * @throws PublishRefusedException if it was published and rolled back, or nothing is left that
   *     tells whether it was published
   */
  public Published publish(long snapshotId) {
    Published published =
        commits.make(
            new Step<Published>() {
              @Override
              public Optional<Published> seen(Table now) {
                return seenPublished(now, snapshotId);
              }

              @Override
              public Published change(Transaction transaction) {
                holdBranch(transaction, snapshotId);
                transaction
                    .manageSnapshots()
                    .cherrypick(snapshotId)
                    .removeBranch(batch.branch())
                    .commit();
                return Published.PUBLISHED;
              }
            });
    if (published == Published.ALREADY_PUBLISHED) {
      dropBranch();
    }
    return published;
  }

  /**
   * Gives a staged batch up for good: a publisher that wakes up later finds nothing to publish. No
   * file is deleted.
   */
  public Withdrawal withdraw(long snapshotId) {
    return commits.make(
        new Step<Withdrawal>() {
          @Override
          public Optional<Withdrawal> seen(Table now) {
            if (holds(now)) {
              return Optional.of(Withdrawal.ALREADY_PUBLISHED);
            }
            return hasBranch(now) || !new MainHistory(now).left(batch, snapshotId).isEmpty()
                ? Optional.empty()
                : Optional.of(Withdrawal.WITHDRAWN);
          }

          @Override
          public Withdrawal change(Transaction transaction) {
            Table now = transaction.table();
            long any =
                new MainHistory(now)
                    .left(batch, snapshotId).stream().findFirst().orElse(snapshotId);
            holdBranch(transaction, any);
            transaction.manageSnapshots().removeBranch(batch.branch()).commit();
            expire(transaction, snapshotId);
            moveMain(transaction);
            return Withdrawal.WITHDRAWN;
          }
        });
  }

  /** Removes the batch's branch if there is one, and with it the staged snapshot's protection. */
  public void dropBranch() {
    commits.make(
        new Step<BatchId>() {
          @Override
          public Optional<BatchId> seen(Table now) {
            return hasBranch(now) ? Optional.empty() : Optional.of(batch);
          }

          @Override
          public BatchId change(Transaction transaction) {
            transaction.manageSnapshots().removeBranch(batch.branch()).commit();
            return batch;
          }
        });
  }

  /**
   * Whether readers of the table see the batch: by the history of main, and where that does not
   * have the batch, by its rows.
   *
   * @throws PublishRefusedException if the table's rows do not say which batch they are of
   */
  public boolean isPublished() {
    table.refresh();
    return holds(table);
  }

  private boolean holds(Table now) {
    if (new MainHistory(now).holds(batch)) {
      return true;
    }
    if (!rows.areMarked()) {
      throw refused(UNKNOWABLE, "its rows have no column log_batch");
    }
    return rows.exist();
  }

  /** Iceberg itself would publish again by fast-forward after a rollback to the parent. */
  private Optional<Published> seenPublished(Table now, long snapshotId) {
    MainHistory history = new MainHistory(now);
    boolean rolledBack = history.isRolledBack(batch);
    boolean staged = now.snapshot(snapshotId) != null;
    if (history.holds(batch) || ((rolledBack || !staged) && rows.exist())) {
      return Optional.of(Published.ALREADY_PUBLISHED);
    }
    if (rolledBack) {
      throw refused(ROLLED_BACK, "it was published before, and the table was rolled back since");
    }
    if (!staged) {
      throw refused(
          UNKNOWABLE,
          "its staged snapshot "
              + snapshotId
              + " is gone, and no history and no row of it is left: it cannot be known whether it"
              + " was published (say which: firn ledger resolve "
              + batch
              + " --committed|--abandoned)");
    }
    return Optional.empty();
  }

  private PublishRefusedException refused(PublishRefusedException.Reason reason, String why) {
    return new PublishRefusedException(
        reason, "Cannot publish batch " + batch + " to " + table.name() + ": " + why);
  }

  private boolean hasBranch(Table now) {
    return now.refs().containsKey(batch.branch());
  }

  /**
   * The branch is made before the append: a snapshot that begins a branch would count the table's
   * totals from zero, and keep them when it is published.
   */
  private void append(Transaction transaction, List<DataFile> files) {
    Snapshot current = transaction.table().currentSnapshot();
    if (current != null) {
      transaction.manageSnapshots().createBranch(batch.branch(), current.snapshotId()).commit();
    }
    AppendFiles append =
        transaction.newFastAppend().toBranch(batch.branch()).set("wap.id", batch.id());
    files.forEach(append::appendFile);
    append.commit();
    transaction.manageSnapshots().setMaxRefAgeMs(batch.branch(), Long.MAX_VALUE).commit();
  }

  /**
   * Makes the commit fail if another one came first. Iceberg repeats changes of snapshots unseen,
   * but never changes of references. And a REST catalog, which is sent the changes rather than the
   * table that they were made to, holds but the references that are changed against that table.
   */
  private void holdBranch(Transaction transaction, long snapshotId) {
    ManageSnapshots change = transaction.manageSnapshots();
    if (!hasBranch(transaction.table())) {
      change.createBranch(batch.branch(), snapshotId);
    }
    change.setMinSnapshotsToKeep(batch.branch(), 1).commit();
  }

  /**
   * By an empty snapshot. A publication that was prepared before finds another main than it knows,
   * and a withdrawal that was prepared before a publication does, in whatever catalog.
   */
  private void moveMain(Transaction transaction) {
    transaction.newFastAppend().set("firn.withdrawn", batch.id()).commit();
  }

  /** The staged snapshot, and copies of it that main was set back behind. */
  private void expire(Transaction transaction, long snapshotId) {
    Table now = transaction.table();
    ExpireSnapshots expiry = transaction.expireSnapshots();
    boolean any = false;
    for (long id : new MainHistory(now).left(batch, snapshotId)) {
      refuseReferenced(now, id);
      expiry.expireSnapshotId(id);
      any = true;
    }
    if (any) {
      // No other snapshot, however old.
      expiry.expireOlderThan(0).cleanExpiredFiles(false).commit();
    }
  }

  private void refuseReferenced(Table now, long id) {
    now.refs()
        .forEach(
            (name, ref) -> {
              if (ref.snapshotId() == id) {
                throw new PublishRefusedException(
                    PublishRefusedException.Reason.REFERENCED,
                    "Cannot give up batch "
                        + batch
                        + " in "
                        + now.name()
                        + ": its snapshot "
                        + id
                        + " is kept by "
                        + (ref.isTag() ? "tag " : "branch ")
                        + name
                        + " (ALTER TABLE ... DROP "
                        + (ref.isTag() ? "TAG " : "BRANCH ")
                        + name
                        + ", then repeat)");
              }
            });
  }
}
