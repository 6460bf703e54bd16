package io.firn.maintain;

import io.firn.TableName;
import io.firn.maintain.TableFacts.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/** Reads what a table's metadata says; no data is read. */
final class FactsReader {
  /** In the summary of a snapshot: its files replace unsorted ones. */
  static final String OF_UNSORTED = "firn.sorted-anew";

  private final TableName name;
  private final Table table;
  private final TableLayout layout;
  private final MaintenanceRules rules;

  FactsReader(TableName name, Table table, TableLayout layout, MaintenanceRules rules) {
    this.name = name;
    this.table = table;
    this.layout = layout;
    this.rules = rules;
  }

  TableFacts read() {
    table.refresh();
    Optional<Slicing> slicing = Slicing.of(name, table, rules.now().minus(rules.quietFor()));
    Set<String> columns = Set.copyOf(TypeUtil.indexByName(table.schema().asStruct()).keySet());
    return new TableFacts(
        name,
        table.properties(),
        columns,
        SortMarks.columns(table.sortOrder()),
        slicing.map(how -> slices(how, columns, null)).orElse(List.of()),
        slicing.isPresent(),
        shrink(),
        history());
  }

  /** One slice as it is now; empty if it has no files any more. */
  Optional<SliceFacts> read(Slice slice) {
    table.refresh();
    Set<String> columns = TypeUtil.indexByName(table.schema().asStruct()).keySet();
    return Slicing.of(name, table, rules.now().minus(rules.quietFor())).stream()
        .flatMap(how -> slices(how, columns, slice).stream())
        .filter(facts -> facts.slice().name().equals(slice.name()))
        .findFirst();
  }

  /** The commits that the table's files came by. */
  Set<Long> commits() {
    Set<Long> commits = new HashSet<>();
    table.refresh();
    scan(
        table.newScan(),
        task -> {
          Long commit = task.file().fileSequenceNumber();
          if (commit != null) {
            commits.add(commit);
          }
        });
    return commits;
  }

  /** The columns to sort by, as far as the table has them. */
  List<String> sort(Set<String> columns) {
    List<String> sort = new ArrayList<>();
    for (String column : layout.sort()) {
      if (!columns.contains(column)) {
        break;
      }
      sort.add(column);
    }
    return sort;
  }

  /** Files of a slice as they are collected. */
  private static final class Collected {
    private final Slice slice;
    private final List<FileFacts> files = new ArrayList<>();
    private long rows;
    private @Nullable Instant last;

    private Collected(Slice slice) {
      this.slice = slice;
    }

    private void add(FileFacts file, long rowsOfFile, @Nullable Instant came) {
      files.add(file);
      rows += rowsOfFile;
      if (came != null && (last == null || came.isAfter(last))) {
        last = came;
      }
    }
  }

  private List<SliceFacts> slices(Slicing slicing, Set<String> columns, @Nullable Slice only) {
    SortMarks marks = SortMarks.of(table, sort(columns));
    Map<Long, Instant> arrivals = arrivals();
    Map<String, Collected> slices = new TreeMap<>();
    TableScan scan = table.newScan();
    if (only != null) {
      scan = scan.filter(only.files());
    }
    if (slicing.columns().length > 0) {
      scan = scan.includeColumnStats(List.of(slicing.columns()));
    }
    scan(
        scan,
        task ->
            slicing
                .of(task.file())
                .ifPresent(
                    slice -> {
                      DataFile file = task.file();
                      long commit = Objects.requireNonNullElse(file.fileSequenceNumber(), 0L);
                      slices
                          .computeIfAbsent(slice.name(), key -> new Collected(slice))
                          .add(
                              new FileFacts(
                                  file.fileSizeInBytes(),
                                  commit,
                                  marks.isSorted(file),
                                  isPatched(task, commit)),
                              file.recordCount(),
                              arrivals.get(commit));
                    }));
    return slices.values().stream()
        .map(found -> new SliceFacts(found.slice, found.files, found.rows, found.last))
        .toList();
  }

  /** Whether rows of the file were deleted after it was written: older deletes are done with. */
  private static boolean isPatched(FileScanTask task, long commit) {
    for (DeleteFile delete : task.deletes()) {
      Long later = delete.dataSequenceNumber();
      if (later == null || later > commit) {
        return true;
      }
    }
    return false;
  }

  /** When the commits were made that brought rows, rather than wrote them anew. */
  private Map<Long, Instant> arrivals() {
    Map<Long, Instant> arrivals = new HashMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (!DataOperations.REPLACE.equals(snapshot.operation())) {
        arrivals.put(snapshot.sequenceNumber(), Instant.ofEpochMilli(snapshot.timestampMillis()));
      }
    }
    return arrivals;
  }

  private interface Each {
    void accept(FileScanTask task);
  }

  private void scan(TableScan scan, Each each) {
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      tasks.forEach(each::accept);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the files of " + name + ": " + e, e);
    }
  }

  /** What sorting left of each byte, in all snapshots that tell it. */
  OptionalDouble shrink() {
    long before = 0;
    long after = 0;
    for (Snapshot snapshot : table.snapshots()) {
      Map<String, String> summary = snapshot.summary();
      if (summary != null && summary.containsKey(OF_UNSORTED)) {
        before += PropertyUtil.propertyAsLong(summary, "removed-files-size", 0);
        after += PropertyUtil.propertyAsLong(summary, "added-files-size", 0);
      }
    }
    return before == 0 || after == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) after / before);
  }

  History history() {
    Snapshot current = table.currentSnapshot();
    List<ManifestFile> manifests = current == null ? List.of() : current.allManifests(table.io());
    Set<Long> expirable = new TreeSet<>();
    boolean mayExpire = PropertyUtil.propertyAsBoolean(table.properties(), "gc.enabled", true);
    if (mayExpire) {
      table
          .expireSnapshots()
          .expireOlderThan(rules.historyFrom().toEpochMilli())
          .retainLast(1)
          .apply()
          .forEach(snapshot -> expirable.add(snapshot.snapshotId()));
    }
    int snapshots = 0;
    boolean known = mayExpire;
    Set<Integer> schemas = new HashSet<>(Set.of(table.schema().schemaId()));
    for (Snapshot snapshot : table.snapshots()) {
      snapshots++;
      Integer schema = snapshot.schemaId();
      known &= schema != null;
      if (schema != null && !expirable.contains(snapshot.snapshotId())) {
        schemas.add(schema);
      }
    }
    return new History(
        manifests.size(),
        manifests.stream().mapToLong(ManifestFile::length).sum(),
        snapshots,
        expirable.size(),
        known ? table.schemas().size() - schemas.size() : 0);
  }
}
