package io.firn.ingest;

import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.EventPositions;
import io.firn.dedupe.SearchPlan;
import io.firn.dedupe.SearchRefusedException;
import io.firn.dedupe.SearchRule;
import io.firn.ingest.TargetTable.Settled;
import io.firn.ingest.WriteSettings.Phase;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.policy.Dedupe;
import io.firn.schema.BoundReached;
import io.firn.schema.BoundReached.Bound;
import io.firn.schema.BoundReached.Instead;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.table.LogTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a batch does to one table. A failure that concerns the table alone ends its part of the
 * batch and leaves the other tables'.
 */
final class TableWork {
  private final TargetTable target;
  private final List<IngestTask> tasks;
  private final List<Listed> items;
  private Target ledgerTarget;
  private Struct before;
  private boolean created;
  private final List<TaskReport> reports = new ArrayList<>();
  private final List<ObjectReport> refusedReports = new ArrayList<>();
  private final List<DataFile> remembered = new ArrayList<>();
  private Settled settled = Settled.UNCHANGED;

  /** Markers of windows that are left to a later run. */
  private final Set<String> incomplete = new HashSet<>();

  private @Nullable Long snapshot;
  private @Nullable RuntimeException failure;

  TableWork(TargetTable target, List<IngestTask> tasks, List<Listed> items) {
    this.target = target;
    this.items = List.copyOf(items);
    this.ledgerTarget = Target.of(target.name(), target.table());
    this.tasks = List.copyOf(tasks);
    this.before = target.isNew() ? Struct.EMPTY : target.columns();
    this.created = target.isNew();
  }

  TargetTable target() {
    return target;
  }

  /** The name of the parser that all messages go through. */
  String parser() {
    return tasks.get(0).policy().parser().spelling();
  }

  /** The table as the ledger names it. */
  Target ledgerTarget() {
    return ledgerTarget;
  }

  List<IngestTask> tasks() {
    return tasks;
  }

  /** What its tasks read, as wholes. */
  List<Listed> items() {
    return items;
  }

  /** How tasks write in the first round. */
  Shipment.Destination first(RoundSettings round) {
    return destination(round, target.firstPhase());
  }

  /** How tasks write once the schema is settled. */
  Shipment.Destination decided(RoundSettings round) {
    return destination(round, Phase.DECIDED);
  }

  private Shipment.Destination destination(RoundSettings round, Phase phase) {
    WriteSettings settings = new WriteSettings(round, phase, target.columns(), target.rules());
    return new Shipment.Destination(target.serializable(), settings);
  }

  void add(TaskReport report) {
    reports.add(report);
    // What is wrong with mixed objects is told once for all their tables.
    report.refused().stream()
        .filter(object -> !object.object().isShare())
        .forEach(refusedReports::add);
  }

  private RefusedObject refusedObject(ObjectReport report) {
    Refusal refusal = report.refused();
    return new RefusedObject(
        report.object().object().identity(), target.name(), refusal.kind(), refusal.reason());
  }

  /** What all objects that are accepted so far need of the schema. */
  Observation observed() {
    Observation merged = new Observation();
    reports.forEach(report -> merged.merge(report.observed()));
    return merged;
  }

  /** Makes or changes the table; without an accepted object it stays as it is. */
  void settle() {
    if (!accepted().isEmpty()) {
      if (!target.isNew() && withholds()) {
        target.markRedacted();
      }
      settled = target.settle(observed());
      if (settled.foreign() != null) {
        created = false;
        before = settled.foreign();
        ledgerTarget = Target.of(target.name(), target.table());
        agreeOnRedaction();
        target.checkDedupe(tasks.get(0).policy().dedupe());
      }
    }
  }

  private boolean withholds() {
    return tasks.stream().anyMatch(task -> task.policy().withholds());
  }

  /** Of a table that another run has made since this one looked. */
  private void agreeOnRedaction() {
    if (withholds()) {
      target.markRedacted();
    } else if (target.isRedacted()) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + target.name()
              + ": another run has just made it, and drops or masks values of its events (run"
              + " again, with the same config)");
    }
  }

  /** The tasks whose files do not fit the settled schema; what they wrote is deleted. */
  List<IngestTask> takeUnfit() {
    return settled.foreign() != null
        ? take(report -> true)
        : take(report -> !report.complete() || report.wroteAnyOf(settled.lost()));
  }

  /** Somebody may have dropped a column meanwhile: what was written into it must go elsewhere. */
  List<IngestTask> takeOutdated() {
    if (accepted().isEmpty()) {
      return List.of();
    }
    target.refresh();
    return take(report -> !target.holds(report));
  }

  /**
   * A window comes in whole: where storage does not give a part of it, or one of a recheck is bad,
   * the others wait too. These are the tasks that have read some of them, without them.
   */
  List<IngestTask> takeIncomplete() {
    Set<String> found =
        refusedReports.stream()
            .filter(
                report ->
                    report.refused().kind() == RefusedObject.Kind.UNREADABLE
                        || report.object().recheck() != null)
            .flatMap(report -> Stream.ofNullable(report.object().marker()))
            .collect(Collectors.toCollection(HashSet::new));
    found.removeAll(incomplete);
    incomplete.addAll(found);
    return found.isEmpty()
        ? List.of()
        : take(
            report ->
                report.accepted().stream()
                    .anyMatch(part -> found.contains(part.object().marker())));
  }

  /** Whether events are left out of it that it has already. */
  boolean dedupes() {
    return tasks.get(0).policy().dedupe() != Dedupe.NONE;
  }

  /** Whether so many events of one content stay as have happened. */
  boolean comparesContent() {
    return tasks.get(0).policy().dedupe() == Dedupe.CONTENT;
  }

  /** Where duplicates of its events may be, as the table is now. */
  List<DuplicateSearch> searches(SearchRule rule, @Nullable DuplicateMemory memory) {
    if (files().isEmpty()) {
      return List.of();
    }
    target.refresh();
    Table table = target.table();
    Table duplicates = memory == null || !LogTables.hasDigests(table) ? null : memory.table();
    try {
      return SearchPlan.of(rule, target.name(), table, duplicates, files());
    } catch (SearchRefusedException e) {
      throw new RefusedTableException(String.valueOf(e.getMessage()));
    }
  }

  /** Files with events that are left out, which later batches must know of. */
  void remember(List<DataFile> files) {
    remembered.addAll(files);
  }

  /** Nothing is left out any more. */
  void forget(@Nullable DuplicateMemory memory) {
    if (memory != null) {
      remembered.forEach(file -> memory.table().io().deleteFile(file.location()));
    }
    remembered.clear();
  }

  /** For firn.duplicates. */
  List<DataFile> remembered() {
    return List.copyOf(remembered);
  }

  /** The tasks that have written duplicates, without them. */
  List<IngestTask> takeDuplicates(EventPositions found) {
    return take(
        report -> report.accepted().stream().anyMatch(part -> found.concern(part.object().uri())),
        object -> found.concern(object.uri()) ? object.without(found.of(object.uri())) : object);
  }

  /** The tasks that have left duplicates out, with them. */
  List<IngestTask> takeShortened() {
    return take(
        report -> report.accepted().stream().anyMatch(part -> part.object().duplicates() != null),
        object -> object.without(null));
  }

  private List<IngestTask> take(Predicate<TaskReport> isUnfit) {
    return take(isUnfit, object -> object);
  }

  private List<IngestTask> take(
      Predicate<TaskReport> isUnfit, UnaryOperator<PlannedObject> change) {
    List<TaskReport> unfit = reports.stream().filter(isUnfit).toList();
    reports.removeAll(unfit);
    List<IngestTask> again = new ArrayList<>();
    for (TaskReport report : unfit) {
      report.files().forEach(file -> target.table().io().deleteFile(file.location()));
      List<PlannedObject> remaining =
          report.accepted().stream()
              .map(ObjectReport::object)
              .filter(object -> object.marker() == null || !incomplete.contains(object.marker()))
              .map(change)
              .toList();
      if (!remaining.isEmpty()) {
        again.add(report.task().with(remaining));
      }
    }
    return again;
  }

  /** Runs a step that concerns this table alone. */
  void attempt(Consumer<TableWork> step) {
    try {
      step.accept(this);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  boolean isAlive() {
    return failure == null;
  }

  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  void published(long current) {
    snapshot = current;
  }

  List<DataFile> files() {
    return reports.stream().flatMap(report -> report.files().stream()).toList();
  }

  List<DataFile> badRecordFiles() {
    return reports.stream().flatMap(report -> report.badRecordFiles().stream()).toList();
  }

  List<ObjectReport> accepted() {
    return reports.stream().flatMap(report -> report.accepted().stream()).toList();
  }

  /** The mixed objects that shares were taken of, by URI. */
  Set<String> sharedObjects() {
    return accepted().stream()
        .map(ObjectReport::object)
        .filter(PlannedObject::isShare)
        .map(PlannedObject::uri)
        .collect(Collectors.toSet());
  }

  /** What is taken in as a whole, and of which there is something. */
  List<Accepted> acceptedItems() {
    Map<ItemKey, List<ObjectReport>> byItem = new HashMap<>();
    for (ObjectReport report : accepted()) {
      PlannedObject object = report.object();
      String item = object.isPart() ? object.marker() : object.uri();
      byItem
          .computeIfAbsent(new ItemKey(item, object.source()), key -> new ArrayList<>())
          .add(report);
    }
    List<Accepted> accepted = new ArrayList<>();
    for (Listed item : items) {
      List<ObjectReport> of = byItem.get(new ItemKey(item.identity().uri(), item.source()));
      if (of != null) {
        accepted.add(new Accepted(item, of));
      }
    }
    return accepted;
  }

  /** A mixed object may have shares of several log groups for one table. */
  private record ItemKey(@Nullable String uri, LogSource source) {}

  /**
   * An object by itself, a share, or a window, with what became of its parts; the refused left out.
   */
  record Accepted(Listed item, List<ObjectReport> reports) {}

  List<ObjectReport> refusedReports() {
    return List.copyOf(refusedReports);
  }

  /** A recheck is refused as a whole, by its marker. */
  List<RefusedObject> refused() {
    Map<String, ObjectReport> rechecks = refusedRechecks();
    return Stream.concat(
            refusedReports.stream()
                .filter(report -> report.object().recheck() == null)
                .map(this::refusedObject),
            items.stream()
                .flatMap(
                    item ->
                        Stream.ofNullable(rechecks.get(item.identity().uri()))
                            .map(report -> refusedRecheck(item, report))))
        .toList();
  }

  private RefusedObject refusedRecheck(Listed item, ObjectReport report) {
    Refusal refusal = report.refused();
    return new RefusedObject(
        item.identity(),
        target.name(),
        refusal.kind(),
        report.object().uri() + ": " + refusal.reason());
  }

  /** For each marker of a recheck with refused parts one of them. */
  Map<String, ObjectReport> refusedRechecks() {
    Map<String, ObjectReport> refused = new LinkedHashMap<>();
    for (ObjectReport report : refusedReports) {
      String marker = report.object().marker();
      if (report.object().recheck() != null && marker != null) {
        refused.merge(marker, report, TableWork::forNow);
      }
    }
    return refused;
  }

  /** What storage does not give now is tried again, whatever else is bad. */
  private static ObjectReport forNow(ObjectReport one, ObjectReport other) {
    return one.refused().kind() == RefusedObject.Kind.UNREADABLE ? one : other;
  }

  /** What to say of the table in the end. */
  TableResult result() {
    return result(isAlive() && !accepted().isEmpty() ? target.columns() : before);
  }

  /** As {@link #result}, of what the batch would do. */
  TableResult preview() {
    try {
      return result(accepted().isEmpty() ? before : target.preview(observed()));
    } catch (RefusedTableException e) {
      failure = e;
      return result(before);
    }
  }

  private Set<BoundReached> reached() {
    Set<BoundReached> reached = new LinkedHashSet<>(target.reached());
    for (TaskReport report : reports) {
      report
          .overBudget()
          .forEach(keys -> reached.add(BoundReached.of(keys, Bound.MAX_COLUMNS, Instead.RESCUED)));
    }
    return reached;
  }

  private TableResult result(Struct after) {
    List<ObjectReport> taken = isAlive() ? accepted() : List.of();
    List<DataFile> written = isAlive() ? files() : List.of();
    return new TableResult(
        target.name(),
        created && !taken.isEmpty(),
        (int) taken.stream().map(part -> part.object().uri()).distinct().count(),
        (int)
            taken.stream()
                .map(part -> part.object().marker())
                .filter(Objects::nonNull)
                .distinct()
                .count(),
        EventCounts.sum(taken.stream().map(ObjectReport::counts).toList()),
        new TableResult.Columns(before, after, reached()),
        after,
        written.size(),
        written.stream().mapToLong(DataFile::fileSizeInBytes).sum(),
        snapshot,
        failure);
  }
}
