package io.firn.ingest;

import io.firn.TableName;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.EventPositions;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchRule;
import io.firn.dedupe.SearchShipment;
import io.firn.dedupe.SearchedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.SerializableTableWithSize;
import org.jspecify.annotations.Nullable;

/**
 * Finds events of a batch that its tables have already. No other batch is at work on these tables:
 * what they have now is all there is.
 */
final class Deduplication {
  private final TaskRunner runner;
  private final BatchContext context;
  private final List<TableWork> tables;
  private int searches;

  /** Of the tables among these that dedupe. */
  Deduplication(TaskRunner runner, BatchContext context, List<TableWork> tables) {
    this.runner = runner;
    this.context = context;
    this.tables = tables.stream().filter(TableWork::dedupes).toList();
  }

  boolean isNeeded() {
    return !tables.isEmpty();
  }

  /** How many objects the tables take. */
  int objects() {
    return tables.stream().mapToInt(table -> table.accepted().size()).sum();
  }

  /** The tasks that have written duplicates, without them. */
  List<IngestTask> takeDuplicates() {
    Map<TableName, EventPositions> found = new HashMap<>();
    tables.forEach(table -> found.put(table.target().name(), new EventPositions()));
    search(SearchRule.ID, tables, found);
    search(SearchRule.CONTENT, tables.stream().filter(TableWork::comparesContent).toList(), found);
    return tables.stream()
        .filter(TableWork::isAlive)
        .flatMap(
            table ->
                table
                    .takeDuplicates(found.getOrDefault(table.target().name(), new EventPositions()))
                    .stream())
        .toList();
  }

  /** The tasks that have left duplicates out, with them. */
  List<IngestTask> takeShortened() {
    return tables.stream()
        .filter(TableWork::isAlive)
        .flatMap(
            table -> {
              table.forget(context.memory());
              return table.takeShortened().stream();
            })
        .toList();
  }

  private void search(
      SearchRule rule, List<TableWork> works, Map<TableName, EventPositions> found) {
    DuplicateMemory memory = context.memory();
    if (memory != null) {
      memory.table().refresh();
    }
    List<DuplicateSearch> planned = Collections.synchronizedList(new ArrayList<>());
    InParallel.forEach(
        works.stream().filter(TableWork::isAlive).toList(),
        table -> table.attempt(work -> planned.addAll(work.searches(rule, memory))));
    Map<TableName, TableWork> byName = new HashMap<>();
    Map<TableName, SearchedTable> searched = new HashMap<>();
    for (TableWork table : works) {
      TableName name = table.target().name();
      byName.put(name, table);
      if (planned.stream().anyMatch(search -> search.table().equals(name))) {
        EventPositions leftOut = found.getOrDefault(name, new EventPositions());
        Set<String> forgotten = memory == null ? Set.of() : memory.forgotten(name);
        searched.put(name, new SearchedTable(table.target().serializable(), leftOut, forgotten));
      }
    }
    SearchShipment shipment =
        new SearchShipment(context.batch(), ++searches, searched, serializable(memory));
    for (FoundDuplicates some : runner.search(shipment, List.copyOf(planned))) {
      found.computeIfAbsent(some.table(), name -> new EventPositions()).addAll(some.positions());
      TableWork table = byName.get(some.table());
      if (table != null) {
        table.remember(some.remembered());
      }
    }
  }

  private static @Nullable Table serializable(@Nullable DuplicateMemory memory) {
    return memory == null ? null : SerializableTableWithSize.copyOf(memory.table());
  }
}
