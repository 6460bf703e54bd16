package io.firn.ingest;

import io.firn.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one batch does.
 *
 * @param tasks the largest first
 * @param refused objects that are in their table in another version
 * @param present how many objects are in their table already
 * @param quarantined how many wait in quarantine from earlier runs
 */
record IngestPlan(
    List<IngestTask> tasks, List<RefusedObject> refused, int present, int quarantined) {
  static final IngestPlan NOTHING = new IngestPlan(List.of(), List.of(), 0, 0);

  IngestPlan {
    tasks = List.copyOf(tasks);
    refused = List.copyOf(refused);
  }

  /** The tasks of each table, in the order of the tables' names. */
  Map<TableName, List<IngestTask>> tasksByTable() {
    Map<TableName, List<IngestTask>> byTable =
        tasks.stream().collect(Collectors.groupingBy(IngestTask::table));
    Map<TableName, List<IngestTask>> sorted = new LinkedHashMap<>();
    byTable.keySet().stream()
        .sorted(java.util.Comparator.comparing(TableName::toString))
        .forEach(table -> sorted.put(table, byTable.get(table)));
    return sorted;
  }
}
