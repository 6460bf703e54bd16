package io.firn.ingest;

import io.firn.ingest.IngestResult.InputFailure;
import io.firn.ingest.InputFeed.Fed;
import io.firn.ingest.Standings.Standing;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LostTables.Lost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The objects of inputs that a run has not done with: no more at a time than a batch needs. What
 * fits into one slice is planned as it is; of more, the ledger is asked slice by slice, and what it
 * has is counted and forgotten.
 */
final class Backlog {
  /** How many objects the ledger is asked about at once, in some 40 MB. */
  static final int SLICE = 20_000;

  private final IngestLimits limits;
  private final InputFeed feed;
  private final Surveys surveys;
  private final RunTally tally;
  private final Ledgers ledgers;
  private final int slice;
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final List<Lost> lost = new ArrayList<>();
  private boolean isScreened;
  private int present;
  private int quarantined;

  /**
   * Nothing is listed yet.
   *
   * @param slice how many objects the ledger is asked about at once
   */
  Backlog(
      IngestLimits limits,
      InputFeed feed,
      Surveys surveys,
      RunTally tally,
      Ledgers ledgers,
      int slice) {
    this.limits = limits;
    this.feed = feed;
    this.surveys = surveys;
    this.tally = tally;
    this.ledgers = ledgers;
    this.slice = slice;
  }

  /** What is asked of the ledger. */
  record Ledgers(
      Function<List<Listed>, LedgerState> read,
      Function<LedgerState, Standings> standings,
      Function<LedgerState, List<Lost>> lost) {}

  /** An object that the run may take in, and how it stood when it was last looked at. */
  private record Kept(Fed fed, Standing standing) {
    boolean isFresh() {
      return standing == Standing.FRESH;
    }
  }

  /** What the next plan looks at. */
  List<Listed> items() {
    if (isScreened) {
      dropTried();
    }
    while (!holdsABatch() && feed.hasMore()) {
      List<Fed> some = feed.next(slice);
      if (isScreened || feed.hasMore()) {
        isScreened = true;
        screen(some);
      } else {
        some.forEach(fed -> keep(fed, Standing.FRESH));
      }
    }
    return kept.values().stream().map(one -> now(one.fed)).toList();
  }

  /** Whether not everything was listed yet. */
  boolean hasMore() {
    return feed.hasMore();
  }

  /** By what the ledger said to a plan, which may be news. */
  void look(LedgerState state) {
    if (!isScreened) {
      return;
    }
    Standings standings = ledgers.standings.apply(state);
    for (Kept one : List.copyOf(kept.values())) {
      count(one.fed, standings.judge(now(one.fed)).standing());
    }
  }

  /**
   * The run has ended: tells the folders what became of their objects.
   *
   * @param state of the last plan
   */
  void end(LedgerState state) {
    Standings standings = ledgers.standings.apply(state);
    List<Fed> tried = new ArrayList<>();
    for (Kept one : kept.values()) {
      if (isOfSettledFolder(one.fed)) {
        if (tally.isTried(now(one.fed))) {
          tried.add(one.fed);
        } else {
          account(one.fed, standings);
        }
      }
    }
    account(tried);
  }

  /** How many files of those that were listed are no data. */
  int ignored() {
    return feed.ignored();
  }

  /** The inputs that could not be listed. */
  List<InputFailure> failures() {
    return feed.failures();
  }

  /** Objects that are in their tables, of those that were forgotten. */
  int present() {
    return present;
  }

  /** Objects that wait in quarantine, of those that were forgotten. */
  int quarantined() {
    return quarantined;
  }

  /** What tables have lost of those that were forgotten. */
  List<Lost> lost() {
    return List.copyOf(lost);
  }

  private Listed now(Fed fed) {
    return surveys.ready(fed.item());
  }

  private void screen(List<Fed> some) {
    LedgerState state = ledgers.read.apply(some.stream().map(this::now).toList());
    Standings standings = ledgers.standings.apply(state);
    for (Fed fed : some) {
      if (!tally.hasFailed(fed.item().input().table())) {
        count(fed, standings.judge(now(fed)).standing());
      }
    }
    lost.addAll(ledgers.lost.apply(state));
  }

  private void count(Fed fed, Standing standing) {
    switch (standing) {
      case PRESENT -> present++;
      case QUARANTINED -> quarantined++;
      case FRESH, HELD, OVERWRITTEN, SETTLED, WAITING -> keep(fed, standing);
    }
    if (isAccounted(standing)) {
      kept.remove(key(fed));
      account(fed);
    }
  }

  private static boolean isAccounted(Standing standing) {
    return standing == Standing.PRESENT || standing == Standing.QUARANTINED;
  }

  private void keep(Fed fed, Standing standing) {
    kept.merge(
        key(fed), new Kept(fed, standing), (known, other) -> new Kept(known.fed, other.standing));
  }

  /** For one table each object once, though inputs may overlap. */
  private static String key(Fed fed) {
    return fed.item().input().table() + " " + fed.item().identity().uri();
  }

  private void dropTried() {
    List<Fed> tried = new ArrayList<>();
    kept.values()
        .removeIf(
            one ->
                tally.hasFailed(one.fed.item().input().table())
                    || (tally.isTried(now(one.fed)) && tried.add(one.fed)));
    account(tried.stream().filter(Backlog::isOfSettledFolder).toList());
    tried.forEach(fed -> tally.forget(now(fed)));
  }

  /** What was tried is in the ledger, or is left to a further run. */
  private void account(List<Fed> tried) {
    if (!tried.isEmpty()) {
      LedgerState state = ledgers.read.apply(tried.stream().map(this::now).toList());
      Standings standings = ledgers.standings.apply(state);
      tried.forEach(fed -> account(fed, standings));
    }
  }

  private void account(Fed fed, Standings standings) {
    if (isAccounted(standings.judge(now(fed)).standing())) {
      account(fed);
    }
  }

  private static void account(Fed fed) {
    if (fed.folder() != null) {
      fed.folder().accounted();
    }
  }

  private static boolean isOfSettledFolder(Fed fed) {
    return fed.folder() != null && fed.folder().isSettled();
  }

  private boolean holdsABatch() {
    long bytes = 0;
    long objects = 0;
    for (Kept one : kept.values()) {
      if (one.isFresh()) {
        objects++;
        bytes += one.fed.item().bytes();
      }
    }
    return objects >= limits.batchObjects() || bytes >= limits.batchBytes();
  }
}
