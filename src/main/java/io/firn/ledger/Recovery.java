package io.firn.ledger;

import static io.firn.ledger.Recovered.Outcome.ABANDONED;
import static io.firn.ledger.Recovered.Outcome.FINISHED;
import static io.firn.ledger.Recovered.Outcome.HELD;
import static io.firn.ledger.Recovered.Outcome.STUCK;

import io.firn.BatchId;
import io.firn.state.Lease;
import io.firn.state.LeaseInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The first step of a run: batches that other runs left behind are finished if they were decided,
 * and undone if not. One whose lease is live is left to its run.
 */
public final class Recovery {
  private static final Set<LedgerEvent> UNFINISHED =
      Set.of(LedgerEvent.CLAIMED, LedgerEvent.COMMITTING);

  private final Stores stores;
  private final BatchTraces traces;

  public Recovery(Stores stores) {
    this.stores = stores;
    this.traces = new BatchTraces(stores);
  }

  /** Looks at every unfinished batch, oldest first; empty if there was none. */
  public List<Recovered> run() {
    Set<BatchId> batches = new TreeSet<>(Comparator.comparing(BatchId::id));
    for (LeaseInfo lease : stores.leases().list()) {
      // The traces of an ended batch are cleared as long as its lease is there.
      BatchId.parse(lease.name()).ifPresent(batches::add);
    }
    batches.addAll(stores.ledger().read(List.of()).unfinished());
    List<Recovered> recovered = new ArrayList<>();
    batches.forEach(batch -> attempt(batch).ifPresent(recovered::add));
    return recovered;
  }

  /** A batch that fails holds up no other, and not the run. */
  private Optional<Recovered> attempt(BatchId batch) {
    try {
      return recover(batch);
    } catch (RuntimeException e) {
      return Optional.of(
          new Recovered(
              batch,
              STUCK,
              "Cannot recover batch "
                  + batch
                  + ": "
                  + e
                  + " (the next run tries again; see firn ledger show "
                  + batch
                  + ")"));
    }
  }

  private Optional<Recovered> recover(BatchId batch) {
    Optional<LeaseInfo> before = stores.leases().find(batch.id());
    Optional<Lease> taken = stores.leases().acquire(batch.id());
    if (taken.isEmpty()) {
      return held(batch);
    }
    Lease lease = taken.get();
    boolean done = false;
    try {
      Optional<Recovered> recovered = recover(stores.ledger().batch(batch));
      done = true;
      boolean mayWrite = before.map(info -> !info.holder().isKnownToWriteNoMore()).orElse(true);
      if (mayWrite && recovered.stream().anyMatch(one -> one.outcome() == ABANDONED)) {
        lease.entomb();
      }
      return recovered;
    } finally {
      if (done) {
        lease.release();
      } else {
        lease.leave();
      }
    }
  }

  /** Without a claim its run is about to make one; of an ended batch only traces are looked for. */
  private Optional<Recovered> held(BatchId batch) {
    Optional<LedgerEvent> state = stores.ledger().batch(batch).state();
    if (state.filter(UNFINISHED::contains).isEmpty()) {
      return Optional.empty();
    }
    return stores
        .leases()
        .find(batch.id())
        .map(lease -> new Recovered(batch, HELD, HeldBatchException.sentence(batch, lease)));
  }

  private Optional<Recovered> recover(BatchRecord record) {
    return record
        .state()
        .flatMap(
            state ->
                switch (state) {
                  case CLAIMED -> Optional.of(abandon(record.batch()));
                  case COMMITTING -> Optional.of(finish(record));
                  case ABANDONED -> {
                    traces.clear(record);
                    yield Optional.empty();
                  }
                  case SEEN, QUARANTINED, INGESTED -> Optional.empty();
                });
  }

  private Recovered abandon(BatchId batch) {
    return traces.abandon(batch, "the run ended before the batch was decided")
        ? new Recovered(batch, ABANDONED, "Batch " + batch + " was undone")
        : finish(stores.ledger().batch(batch));
  }

  /** Publishes what can be; a batch with an obstacle is not recorded. */
  private Recovered finish(BatchRecord record) {
    BatchId batch = record.batch();
    List<Target> tables = record.decidedTables();
    String obstacles =
        tables.stream()
            .flatMap(table -> traces.publish(batch, table).stream())
            .collect(Collectors.joining("; "));
    if (!obstacles.isEmpty()) {
      return new Recovered(batch, STUCK, obstacles);
    }
    traces.remove(batch, record.targetsBeside(tables.stream().map(Target::name).toList()));
    boolean recorded =
        stores
            .ledger()
            .record(batch, record.decidedInputs().stream().map(LedgerRow::ingested).toList());
    return recorded
        ? new Recovered(batch, FINISHED, "Batch " + batch + " was finished")
        : new Recovered(
            batch, STUCK, "Cannot record batch " + batch + ": it was given up meanwhile");
  }
}
