package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.ABANDONED;
import static io.firn.ledger.LedgerEvent.CLAIMED;
import static io.firn.ledger.LedgerEvent.COMMITTING;
import static io.firn.ledger.LedgerEvent.INGESTED;
import static io.firn.ledger.LedgerEvent.QUARANTINED;

import io.firn.BatchId;
import io.firn.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that the ledger says of a batch.
 *
 * @param rows none if there is no such batch
 */
public record BatchRecord(BatchId batch, List<WrittenRow> rows) {
  public BatchRecord {
    rows = List.copyOf(rows);
  }

  /** The furthest event: ingested and abandoned are final; empty if there is no such batch. */
  public Optional<LedgerEvent> state() {
    for (LedgerEvent event : List.of(INGESTED, ABANDONED, COMMITTING, CLAIMED)) {
      if (has(event)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** Tables for which it counts no more, though it was recorded. */
  public Set<TableName> reopened() {
    return has(INGESTED) ? tables(ABANDONED) : Set.of();
  }

  /** Tables that lost what the batch had brought, and it was accepted by a person. */
  public Set<TableName> accepted() {
    return of(INGESTED, row -> !row.isInput()).stream()
        .map(row -> row.table().name())
        .collect(Collectors.toSet());
  }

  /**
   * Its objects and windows in the order of their names, each by the last row about it: claimed,
   * then quarantined or committing, then ingested.
   */
  public List<LedgerRow> inputs() {
    Map<String, LedgerRow> last = new TreeMap<>();
    for (LedgerEvent event : List.of(CLAIMED, QUARANTINED, COMMITTING, INGESTED)) {
      of(event, LedgerRow::isInput)
          .forEach(
              row ->
                  last.put(
                      row.table().name()
                          + " "
                          + row.object()
                          + " "
                          + row.window()
                          + " "
                          + row.source(),
                      row));
    }
    return List.copyOf(last.values());
  }

  private boolean has(LedgerEvent event) {
    return rows.stream().anyMatch(row -> row.row().event() == event);
  }

  private Set<TableName> tables(LedgerEvent event) {
    return of(event, row -> true).stream()
        .map(row -> row.table().name())
        .collect(Collectors.toSet());
  }

  /** The tables with a staged snapshot that is decided. */
  List<Target> decidedTables() {
    return of(COMMITTING, row -> !row.isInput()).stream().map(LedgerRow::table).toList();
  }

  /** The objects and windows that are decided. */
  List<LedgerRow> decidedInputs() {
    return of(COMMITTING, LedgerRow::isInput);
  }

  /** The tables that recorded inputs are in. */
  List<Target> recordedTables() {
    return distinct(of(INGESTED, LedgerRow::isInput));
  }

  /** Every place that the batch may have written to but those of these tables. */
  List<Target> targetsBeside(Collection<TableName> tables) {
    return distinct(of(row -> !tables.contains(row.table().name())));
  }

  /**
   * Every place where an abandoned batch can have left only what nobody needs. Of one that was
   * decided and given up later, the decided tables are not among them: they may have their parts.
   */
  List<Target> targetsToClear() {
    return targetsBeside(decidedTables().stream().map(Target::name).toList());
  }

  private static List<Target> distinct(List<LedgerRow> rows) {
    Map<String, Target> targets = new LinkedHashMap<>();
    rows.forEach(
        row -> targets.putIfAbsent(row.table().name() + " " + row.table().location(), row.table()));
    return List.copyOf(targets.values());
  }

  private List<LedgerRow> of(LedgerEvent event, Predicate<LedgerRow> which) {
    return of(row -> row.event() == event && which.test(row));
  }

  private List<LedgerRow> of(Predicate<LedgerRow> which) {
    return rows.stream().map(WrittenRow::row).filter(which).toList();
  }
}
