package io.firn.dedupe;

import io.firn.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a search for duplicates into tasks, by metadata alone: one for each span of days that the
 * batch's files share, or more where it has many events.
 */
public final class SearchPlan {
  /** Events whose keys one task holds. */
  static final int MOST_AT_ONCE = 1 << 20;

  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  private final SearchRule rule;
  private final TableName name;
  private final Table table;
  private final int mostAtOnce;

  /** By the first time of each; no two have a day in common. */
  private final NavigableMap<Long, Span> spans = new TreeMap<>();

  private SearchPlan(SearchRule rule, TableName name, Table table, int mostAtOnce) {
    this.rule = rule;
    this.name = name;
    this.table = table;
    this.mostAtOnce = mostAtOnce;
  }

  /**
   * The tasks for a batch's files.
   *
   * @param table as it is now; its files are those of its current snapshot
   * @param duplicates the table firn.duplicates as it is now; null if it has nothing of the table
   * @throws SearchRefusedException if files do not say enough of themselves
   */
  public static List<DuplicateSearch> of(
      SearchRule rule,
      TableName name,
      Table table,
      @Nullable Table duplicates,
      List<DataFile> written) {
    return of(rule, name, table, duplicates, written, MOST_AT_ONCE);
  }

  static List<DuplicateSearch> of(
      SearchRule rule,
      TableName name,
      Table table,
      @Nullable Table duplicates,
      List<DataFile> written,
      int mostAtOnce) {
    SearchPlan plan = new SearchPlan(rule, name, table, mostAtOnce);
    plan.addWritten(written);
    if (!plan.spans.isEmpty()) {
      plan.addExisting(table, Expressions.alwaysTrue(), span -> span.existing);
      if (duplicates != null) {
        plan.addExisting(duplicates, plan.ofTable(), span -> span.remembered);
      }
    }
    return plan.searches();
  }

  private Expression ofTable() {
    return Expressions.and(
        Expressions.equal("table_name", name.toString()),
        Expressions.equal("table_uuid", table.uuid().toString()));
  }

  private static final class Span {
    private TimeSpan times;
    private long rows;
    private final List<DataFile> written = new ArrayList<>();
    private final List<FileScanTask> existing = new ArrayList<>();
    private final List<FileScanTask> remembered = new ArrayList<>();

    Span(TimeSpan times) {
      this.times = times;
    }

    long lastDay() {
      return Math.floorDiv(times.to(), MICROS_PER_DAY);
    }
  }

  private record Timed(DataFile file, TimeSpan times) {}

  private void addWritten(List<DataFile> files) {
    List<Timed> timed =
        files.stream()
            .filter(file -> concerns(table, file))
            .map(file -> new Timed(file.copyWithoutStats(), required(file)))
            .sorted(Comparator.comparingLong(file -> file.times.from()))
            .toList();
    Span span = null;
    for (Timed file : timed) {
      if (span == null || Math.floorDiv(file.times.from(), MICROS_PER_DAY) > span.lastDay()) {
        span = new Span(file.times);
        spans.put(file.times.from(), span);
      }
      span.times = span.times.and(file.times);
      span.rows += file.file.recordCount();
      span.written.add(file.file);
    }
  }

  private TimeSpan required(DataFile file) {
    return times(table, file)
        .orElseThrow(
            () ->
                new SearchRefusedException(
                    "Cannot look for duplicates in "
                        + name
                        + ": its files do not have the bounds of log_time (ALTER TABLE "
                        + name
                        + " SET TBLPROPERTIES"
                        + " ('write.metadata.metrics.column.log_time'='full'), then repeat)"));
  }

  private void addExisting(
      Table from, Expression filter, Function<Span, List<FileScanTask>> files) {
    Snapshot current = from.currentSnapshot();
    if (current == null) {
      return;
    }
    TimeSpan all = spans.firstEntry().getValue().times.and(spans.lastEntry().getValue().times);
    try (CloseableIterable<FileScanTask> tasks =
        from.newScan()
            .useSnapshot(current.snapshotId())
            .filter(Expressions.and(filter, all.filter("log_time")))
            .includeColumnStats(List.of("log_time", "log_id"))
            .planFiles()) {
      tasks.forEach(task -> add(from, task, files));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot plan a search in " + from.name() + ": " + e, e);
    }
  }

  private void add(Table from, FileScanTask task, Function<Span, List<FileScanTask>> files) {
    DataFile file = task.file();
    if (!concerns(from, file)) {
      return;
    }
    if (file.format() != FileFormat.PARQUET) {
      throw new SearchRefusedException(
          "Cannot look for duplicates in "
              + name
              + ": its file "
              + file.location()
              + " is "
              + file.format()
              + " (must be PARQUET: rewrite it, or set dedupe to none)");
    }
    TimeSpan times = times(from, file).orElse(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE));
    Long first = spans.floorKey(times.from());
    spans.subMap(first == null ? Long.MIN_VALUE : first, true, times.to(), true).values().stream()
        .filter(span -> span.times.overlaps(times))
        .forEach(span -> files.apply(span).add(task));
  }

  private List<DuplicateSearch> searches() {
    List<DuplicateSearch> searches = new ArrayList<>();
    for (Span span : spans.values()) {
      int slices = Math.toIntExact(Math.floorDiv(span.rows - 1, mostAtOnce) + 1);
      SearchFiles files = new SearchFiles(span.written, span.existing, span.remembered);
      for (int slice = 0; slice < slices; slice++) {
        searches.add(new DuplicateSearch(name, rule, span.times, new Slice(slice, slices), files));
      }
    }
    return searches;
  }

  /** When its events were, as far as its metadata says. */
  private static Optional<TimeSpan> times(Table table, DataFile file) {
    Long from = bound(table, file.lowerBounds());
    Long to = bound(table, file.upperBounds());
    return from == null || to == null ? Optional.empty() : Optional.of(new TimeSpan(from, to));
  }

  private static @Nullable Long bound(Table table, @Nullable Map<Integer, ByteBuffer> bounds) {
    ByteBuffer bound = bounds == null ? null : bounds.get(id(table, "log_time"));
    return bound == null
        ? null
        : Conversions.<Long>fromByteBuffer(Types.TimestampType.withoutZone(), bound.duplicate());
  }

  /** By ids, files that have none are not compared. */
  private boolean concerns(Table from, DataFile file) {
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long known = nulls == null || rule != SearchRule.ID ? null : nulls.get(id(from, "log_id"));
    return known == null || known < file.recordCount();
  }

  private static int id(Table table, String column) {
    return table.schema().findField(column).fieldId();
  }
}
