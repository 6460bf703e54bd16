package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.IngestResult.Reading;
import io.firn.ledger.Target;
import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import io.firn.table.LogTables;
import io.firn.table.TableParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a plan; one that refuses is left out, with its reason. They are looked at before
 * the claim, and begun with after it.
 */
final class BatchTables {
  private final Catalog catalog;
  private final BatchId batch;
  private final Configuration configuration;
  private final IngestLimits limits;
  private final List<Opened> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<TableWork> works = Collections.synchronizedList(new ArrayList<>());
  private final List<TableResult> refused = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong bytesSniffed = new AtomicLong();
  private Reading read = Reading.NOTHING;

  private BatchTables(
      Catalog catalog, BatchId batch, Configuration configuration, IngestLimits limits) {
    this.catalog = catalog;
    this.batch = batch;
    this.configuration = configuration;
    this.limits = limits;
  }

  /**
   * A table that may be written to.
   *
   * @param items what its tasks read, as wholes
   * @param existing null if the batch will make it
   */
  record Opened(
      Target target,
      List<IngestTask> tasks,
      List<Listed> items,
      ParserChoice parser,
      SchemaRules rules,
      @Nullable TargetTable existing) {

    Dedupe dedupe() {
      return tasks.get(0).policy().dedupe();
    }

    /** Whether events were left out of it, or may be by this batch, that it is compared with. */
    boolean needsMemory() {
      return dedupe() == Dedupe.CONTENT
          || (dedupe() == Dedupe.ID && existing != null && LogTables.hasDigests(existing.table()));
    }
  }

  /** Looks at every table that the plan has tasks for. */
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
            tables.attempt(
                table.getKey(),
                () ->
                    tables.opened.add(
                        tables.opened(
                            table.getKey(), table.getValue(), plan.items(table.getKey())))));
    tables.opened.sort(Comparator.comparing(table -> table.target().name().toString()));
    return tables;
  }

  /** Reads the heads of some objects of the new tables, which are only thought of yet. */
  void begin() {
    InParallel.forEach(
        opened(), table -> attempt(table.target().name(), () -> works.add(work(table))));
    works.sort(Comparator.comparing(work -> work.target().name().toString()));
  }

  /** Its tasks read messages as the table has them. */
  private TableWork work(Opened table) throws IOException {
    TargetTable target = target(table);
    List<IngestTask> tasks =
        table.tasks().stream().map(task -> task.readBy(target.parser())).toList();
    return new TableWork(target, tasks, table.items());
  }

  /** What may be claimed. */
  List<Opened> opened() {
    return List.copyOf(opened);
  }

  /** Whether what was left out before counts for any of them. */
  boolean needMemory() {
    return opened.stream().anyMatch(Opened::needsMemory);
  }

  /** What was begun with. */
  List<TableWork> works() {
    return List.copyOf(works);
  }

  List<TableResult> refused() {
    return refused.stream()
        .sorted(Comparator.comparing(result -> result.table().toString()))
        .toList();
  }

  /** Something was read for some of them. */
  void hasRead(Reading more) {
    read = read.plus(more);
  }

  /** What was read for all of them so far. */
  Reading reading() {
    return read.plus(new Reading(0, 0, 0, bytesSniffed.get(), 0));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(TableName name, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      refused.add(TableResult.refused(name, e));
    }
  }

  private Opened opened(TableName name, List<IngestTask> tasks, List<Listed> items) {
    ParserChoice parser = agreed(name, tasks, EventPolicy::parser, "parsers");
    SchemaRules rules = agreed(name, tasks, EventPolicy::schema, "rules for columns");
    agreed(name, tasks, BatchTables::unwrapped, "keys to unwrap");
    Dedupe dedupe = agreed(name, tasks, EventPolicy::dedupe, "ways to dedupe");
    Optional<String> location = newLocation(name);
    if (location.isPresent()) {
      return new Opened(Target.planned(name, location.get()), tasks, items, parser, rules, null);
    }
    TargetTable existing = TargetTable.existing(catalog, name, batch, parser, rules);
    existing.checkDedupe(dedupe);
    return new Opened(Target.of(name, existing.table()), tasks, items, parser, rules, existing);
  }

  /** Where the table will be; empty if it is there. */
  private Optional<String> newLocation(TableName name) {
    if (catalog.tableExists(LogTables.identifier(name))) {
      return Optional.empty();
    }
    try {
      LogTables.createNamespace(catalog, name);
      return Optional.of(LogTables.newLocation(catalog, name));
    } catch (AlreadyExistsException e) {
      // Another run made it just now.
      return Optional.empty();
    }
  }

  private TargetTable target(Opened table) throws IOException {
    if (table.existing() != null) {
      return table.existing();
    }
    Sniffer sniffer = new Sniffer(configuration, limits.inflate());
    Observation sniffed = sniffer.sniff(table.tasks(), table.rules());
    bytesSniffed.addAndGet(sniffer.bytesInflated());
    TargetTable planned =
        TargetTable.planned(
            catalog,
            table.target(),
            batch,
            table.parser(),
            route(table.tasks(), table.parser()),
            table.rules(),
            sniffed);
    planned.checkDedupe(table.dedupe());
    return planned;
  }

  private static Map<String, String> route(List<IngestTask> tasks, ParserChoice parser) {
    Map<String, String> properties =
        new HashMap<>(new TableParser(parser.spelling(), parser.version()).properties());
    if (tasks.stream().anyMatch(task -> task.policy().withholds())) {
      properties.put(LogTables.REDACTED, "true");
    }
    if (tasks.stream().anyMatch(task -> task.policy().dedupe() == Dedupe.CONTENT)) {
      properties.put(LogTables.DEDUPE, LogTables.BY_CONTENT);
    }
    return properties;
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
