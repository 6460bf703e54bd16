package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.IngestResult.Reading;
import io.firn.policy.EventPolicy.Parser;
import io.firn.table.LogTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;

/** Opens the tables of a plan; one that refuses is left out, with its reason. */
final class BatchTables {
  private final Catalog catalog;
  private final BatchId batch;
  private final Sniffer sniffer;
  private final List<TableWork> opened = new ArrayList<>();
  private final List<TableResult> refused = new ArrayList<>();

  private BatchTables(Catalog catalog, BatchId batch, Sniffer sniffer) {
    this.catalog = catalog;
    this.batch = batch;
    this.sniffer = sniffer;
  }

  /** Opens every table that the plan has tasks for; new ones are only thought of. */
  static BatchTables open(
      Catalog catalog,
      BatchId batch,
      IngestPlan plan,
      Configuration configuration,
      IngestLimits limits)
      throws IOException {
    BatchTables tables =
        new BatchTables(catalog, batch, new Sniffer(configuration, limits.inflate()));
    for (Map.Entry<TableName, List<IngestTask>> entry : plan.tasksByTable().entrySet()) {
      tables.open(entry.getKey(), entry.getValue());
    }
    return tables;
  }

  List<TableWork> opened() {
    return List.copyOf(opened);
  }

  List<TableResult> refused() {
    return List.copyOf(refused);
  }

  /** What was read for all of them so far. */
  Reading reading() {
    return new Reading(
        opened.stream().mapToInt(table -> table.tasks().size()).sum(),
        opened.stream().mapToInt(TableWork::reruns).sum(),
        opened.stream().mapToLong(TableWork::bytesRead).sum(),
        opened.stream().mapToLong(TableWork::bytesInflated).sum() + sniffer.bytesInflated());
  }

  private void open(TableName name, List<IngestTask> tasks) throws IOException {
    try {
      opened.add(new TableWork(target(name, tasks), tasks));
    } catch (RefusedTableException e) {
      refused.add(TableResult.refused(name, e));
    }
  }

  private TargetTable target(TableName name, List<IngestTask> tasks) throws IOException {
    Parser parser = parser(name, tasks);
    return catalog.tableExists(LogTables.identifier(name))
        ? TargetTable.existing(catalog, name, batch, parser)
        : TargetTable.created(catalog, name, batch, parser, sniffer.sniff(tasks));
  }

  private static Parser parser(TableName name, List<IngestTask> tasks) {
    Set<Parser> parsers =
        tasks.stream().map(task -> task.policy().parser()).collect(Collectors.toSet());
    if (parsers.size() > 1) {
      throw new RefusedTableException(
          "Cannot ingest into " + name + ": its routes have different parsers " + parsers);
    }
    return parsers.iterator().next();
  }
}
