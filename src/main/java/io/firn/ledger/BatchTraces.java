package io.firn.ledger;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.table.BatchFiles;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import io.firn.table.PublishRefusedException;
import io.firn.table.PublishRefusedException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** What batches leave in tables and on disk. */
public final class BatchTraces {
  private final Stores stores;

  public BatchTraces(Stores stores) {
    this.stores = stores;
  }

  /**
   * Removes what a batch left in tables that it goes on without, and on disk; repeating it is
   * harmless.
   */
  public void remove(BatchId batch, Collection<Target> targets) {
    for (Target target : targets) {
      load(target.name()).ifPresent(table -> new Publication(table, batch).dropBranch());
      files(target).deleteAll(target.location(), batch);
    }
  }

  /** Files at the target's place, by the access of the table that is there, or would be. */
  BatchFiles files(Target target) {
    return load(target.name())
        .or(() -> LogTables.planned(stores.catalog(), target.name(), target.location()))
        .filter(table -> table.location().equals(target.location()))
        .map(stores.files()::by)
        .orElse(stores.files());
  }

  /**
   * Ends a batch without effect, and removes what it left.
   *
   * @return false if the batch was decided: it must be finished instead
   */
  public boolean abandon(BatchId batch, String reason) {
    boolean abandoned = stores.ledger().abandon(batch, reason);
    if (abandoned) {
      clear(stores.ledger().batch(batch));
    }
    return abandoned;
  }

  /**
   * Removes what an abandoned batch left, as the ledger knows it.
   *
   * @throws IllegalArgumentException if it is not abandoned
   */
  void clear(BatchRecord record) {
    if (!record.state().equals(Optional.of(LedgerEvent.ABANDONED))) {
      throw new IllegalArgumentException(
          "Cannot clear batch " + record.batch() + ": it is not abandoned");
    }
    remove(record.batch(), record.targetsToClear());
  }

  /** Publishes one table's part, or says why a person must look. */
  Optional<String> publish(BatchId batch, Target target) {
    Optional<Table> table = load(target.name());
    if (table.isEmpty()) {
      return Optional.of(obstacle(batch, target, "was dropped"));
    }
    if (!isSame(table.get(), target)) {
      return Optional.of(obstacle(batch, target, "is another table of the same name now"));
    }
    try {
      long snapshotId = Objects.requireNonNull(target.snapshotId());
      new Publication(table.get(), batch).publish(snapshotId);
      deleteOthers(batch, target, table.get(), snapshotId);
      return Optional.empty();
    } catch (PublishRefusedException e) {
      return Optional.of(e.getMessage() + nextStep(batch, e.reason()));
    }
  }

  private static String nextStep(BatchId batch, Reason reason) {
    return switch (reason) {
      case ROLLED_BACK ->
          " (firn ledger resolve "
              + batch
              + " --committed leaves it so, --abandoned puts its objects back)";
      // Its message says it.
      case UNKNOWABLE, REFERENCED -> "";
    };
  }

  private void deleteOthers(BatchId batch, Target target, Table table, long snapshotId) {
    Snapshot staged = table.snapshot(snapshotId);
    if (staged != null) {
      List<String> kept = new ArrayList<>();
      staged.addedDataFiles(table.io()).forEach(file -> kept.add(file.location()));
      stores.files().by(table).tidy(target.location(), batch, kept);
    }
  }

  private static String obstacle(BatchId batch, Target target, String what) {
    return "Cannot finish batch "
        + batch
        + ": table "
        + target.name()
        + " "
        + what
        + " (uuid "
        + target.uuid()
        + " is needed: restore it and run again, or put its objects back with firn ledger resolve "
        + batch
        + " --abandoned)";
  }

  /** The table of the target's name, if it is the very one. */
  Optional<Table> find(Target target) {
    return load(target.name()).filter(table -> isSame(table, target));
  }

  private static boolean isSame(Table table, Target target) {
    return table.uuid().toString().equals(target.uuid());
  }

  private Optional<Table> load(TableName name) {
    return LogTables.find(stores.catalog(), name);
  }
}
