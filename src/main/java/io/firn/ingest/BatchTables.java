package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.IngestResult.Reading;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.Parser;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import io.firn.table.LogTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;

/** Opens the tables of a plan; one that refuses is left out, with its reason. */
final class BatchTables {
  private final Catalog catalog;
  private final BatchId batch;
  private final Configuration configuration;
  private final IngestLimits limits;
  private final List<TableWork> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<TableResult> refused = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong bytesSniffed = new AtomicLong();

  private BatchTables(
      Catalog catalog, BatchId batch, Configuration configuration, IngestLimits limits) {
    this.catalog = catalog;
    this.batch = batch;
    this.configuration = configuration;
    this.limits = limits;
  }

  /** Opens every table that the plan has tasks for; new ones are only thought of. */
  static BatchTables open(
      Catalog catalog,
      BatchId batch,
      IngestPlan plan,
      Configuration configuration,
      IngestLimits limits) {
    BatchTables tables = new BatchTables(catalog, batch, configuration, limits);
    InParallel.forEach(
        List.copyOf(plan.tasksByTable().entrySet()),
        (Map.Entry<TableName, List<IngestTask>> table) ->
            tables.open(table.getKey(), table.getValue()));
    tables.opened.sort(Comparator.comparing(work -> work.target().name().toString()));
    tables.refused.sort(Comparator.comparing(result -> result.table().toString()));
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
        opened.stream().mapToLong(TableWork::bytesInflated).sum() + bytesSniffed.get());
  }

  private void open(TableName name, List<IngestTask> tasks) {
    try {
      opened.add(new TableWork(target(name, tasks), tasks));
    } catch (IOException | RuntimeException e) {
      refused.add(TableResult.refused(name, e));
    }
  }

  private TargetTable target(TableName name, List<IngestTask> tasks) throws IOException {
    Parser parser = agreed(name, tasks, EventPolicy::parser, "parsers");
    SchemaRules rules = agreed(name, tasks, EventPolicy::schema, "rules for columns");
    agreed(name, tasks, BatchTables::unwrapped, "keys to unwrap");
    if (catalog.tableExists(LogTables.identifier(name))) {
      return TargetTable.existing(catalog, name, batch, parser, rules);
    }
    Sniffer sniffer = new Sniffer(configuration, limits.inflate());
    Observation sniffed = sniffer.sniff(tasks, rules);
    bytesSniffed.addAndGet(sniffer.bytesInflated());
    return TargetTable.created(catalog, name, batch, route(tasks, parser), rules, sniffed);
  }

  private static Map<String, String> route(List<IngestTask> tasks, Parser parser) {
    boolean withholds = tasks.stream().anyMatch(task -> task.policy().withholds());
    return withholds
        ? Map.of(LogTables.PARSER, parser.spelling(), LogTables.REDACTED, "true")
        : Map.of(LogTables.PARSER, parser.spelling());
  }

  private static Set<KeyPath> unwrapped(EventPolicy policy) {
    return policy.unwrap().stream().map(KeyPath::inLowerCase).collect(Collectors.toSet());
  }

  /** What all routes of the table say. */
  private static <T> T agreed(
      TableName name, List<IngestTask> tasks, Function<EventPolicy, T> said, String what) {
    Set<T> distinct =
        tasks.stream().map(task -> said.apply(task.policy())).collect(Collectors.toSet());
    if (distinct.size() > 1) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + name
              + ": its routes have different "
              + what
              + " (say the same in all routes of the table, or name another table)");
    }
    return distinct.iterator().next();
  }
}
