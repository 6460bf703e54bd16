package io.firn.ingest;

import io.firn.TableName;
import io.firn.ingest.EventRouter.Destination;
import io.firn.ingest.MixedObject.BadRecords;
import io.firn.ledger.KnownShares;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells what is to be read of mixed objects, and where it goes. */
final class MixedItems {
  private final Surveys surveys;
  private final Predicate<TableName> hasFailed;

  /**
   * By what is known so far.
   *
   * @param hasFailed of tables that take nothing more in this run
   */
  MixedItems(Surveys surveys, Predicate<TableName> hasFailed) {
    this.surveys = surveys;
    this.hasFailed = hasFailed;
  }

  /** The mixed ones of a batch of which nobody knows yet what they hold. */
  List<Listed> unsurveyed(List<Listed> batch, LedgerState ledger) {
    return batch.stream()
        .filter(Listed::isMixed)
        .filter(item -> sources(item, ledger).isEmpty())
        .toList();
  }

  /** The mixed ones of a batch. */
  List<MixedItem> of(List<Listed> batch, LedgerState ledger) {
    return batch.stream()
        .filter(Listed::isMixed)
        .map(item -> of(item, ledger.shares(item.identity()), isWhole(item, ledger), ledger))
        .toList();
  }

  /** Shares that wait are known by the ledger, all others by a survey. */
  private Optional<Set<LogSource>> sources(Listed item, LedgerState ledger) {
    Set<LogSource> waiting = ledger.shares(item.identity()).waiting();
    return isWhole(item, ledger) ? surveys.sources(item) : Optional.of(waiting);
  }

  /** Whether no batch has read it as a whole yet. */
  private static boolean isWhole(Listed item, LedgerState ledger) {
    return ledger
        .ingested(item.input().table(), item.identity())
        .filter(known -> known.object().equals(item.identity()))
        .isEmpty();
  }

  private MixedItem of(Listed item, KnownShares known, boolean isWhole, LedgerState ledger) {
    Set<LogSource> all = sources(item, ledger).orElseThrow();
    Set<LogSource> wanted = new HashSet<>(all);
    wanted.removeAll(known.done());
    List<Listed> shares = new ArrayList<>();
    Map<LogSource, String> waiting = new HashMap<>();
    for (LogSource source : wanted) {
      try {
        Optional<Destination> to = item.input().requiredRouter().route(source);
        if (to.isEmpty()) {
          waiting.put(source, "no route takes them (add one)");
        } else if (hasFailed.test(to.get().table())) {
          waiting.put(source, "table " + to.get().table() + " refuses its part");
        } else {
          shares.add(item.share(source, to.get()));
        }
      } catch (IllegalArgumentException e) {
        waiting.put(source, String.valueOf(e.getMessage()));
      }
    }
    shares.sort(Comparator.comparing(share -> share.source().group().name()));
    return new MixedItem(item, object(item, all, known, isWhole), isWhole, shares, waiting);
  }

  private static MixedObject object(
      Listed item, Set<LogSource> sources, KnownShares known, boolean isWhole) {
    return new MixedObject(
        item.object(),
        item.input().format(),
        item.input().defaults(),
        Set.copyOf(Stream.concat(sources.stream(), known.done().stream()).toList()),
        records(item, isWhole));
  }

  private static BadRecords records(Listed item, boolean isWhole) {
    if (!isWhole) {
      return BadRecords.PASSED;
    }
    return item.input().requiredRouter().storesText() ? BadRecords.KEPT : BadRecords.NOTED;
  }
}
