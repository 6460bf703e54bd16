package io.firn.table;

import io.firn.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.jspecify.annotations.Nullable;

/** Commits a change of a table, looking at the table before each attempt. */
public final class CommitLoop {
  private static final int ATTEMPTS = 10;
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofMillis(1600), new SplittableRandom());

  private final Table table;
  private final UUID uuid;

  public CommitLoop(Table table) {
    this.table = table;
    this.uuid = table.uuid();
  }

  /** A change that may be tried again however an attempt ended. */
  public interface Step<T> {
    /** The result, if the table shows that the change is not needed, or no longer. */
    Optional<T> seen(Table now);

    /** All of the change but the transaction's own commit. */
    T change(Transaction transaction);
  }

  /**
   * The result of the change, whoever made it.
   *
   * @throws CommitFailedException if the table was dropped and made anew
   * @throws RuntimeException the last attempt's failure, if none was seen to succeed
   */
  public <T> T make(Step<T> step) {
    try {
      return repeat(step);
    } catch (IllegalStateException e) {
      throw isOfAnother(e) ? madeAnew(e) : e;
    }
  }

  private <T> T repeat(Step<T> step) {
    RuntimeException failure = null;
    for (int attempt = 1; ; attempt++) {
      // What is seen is what the commit builds on: making the transaction refreshes the table.
      Transaction transaction = table.newTransaction();
      refuseAnother(transaction.table());
      Optional<T> seen = step.seen(transaction.table());
      if (seen.isPresent()) {
        return seen.get();
      }
      if (failure != null && attempt > ATTEMPTS) {
        throw failure;
      }
      Attempt<T> made = new Attempt<>(step, transaction);
      CommitOutcome outcome = CommitOutcome.ofNaming(made);
      if (outcome.isCommitted()) {
        return made.result();
      }
      failure = outcome.givenUp();
      BACKOFF.pause(attempt);
    }
  }

  /** Iceberg's REST client up to 1.10 gives the new table of the name without a word. */
  private void refuseAnother(Table now) {
    if (!now.uuid().equals(uuid)) {
      throw madeAnew(null);
    }
  }

  /** Whether Iceberg itself has compared the tables: no type of its own tells that. */
  private static boolean isOfAnother(IllegalStateException e) {
    return String.valueOf(e.getMessage()).startsWith("Table UUID does not match");
  }

  private CommitFailedException madeAnew(@Nullable Throwable cause) {
    return new CommitFailedException(
        cause,
        "Cannot change %s: it was dropped and made anew meanwhile (run again)",
        table.name());
  }

  private static final class Attempt<T> implements Runnable {
    private final Step<T> step;
    private final Transaction transaction;
    private @Nullable T result;

    Attempt(Step<T> step, Transaction transaction) {
      this.step = step;
      this.transaction = transaction;
    }

    @Override
    public void run() {
      result = step.change(transaction);
      transaction.commitTransaction();
    }

    T result() {
      return Objects.requireNonNull(result);
    }
  }
}
