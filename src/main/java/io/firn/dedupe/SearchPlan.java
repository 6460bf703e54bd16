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
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
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
  static final int MOST_AT_ONCE = 1 << 21;

  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  private final TableName name;
  private final Table table;
  private final int mostAtOnce;

  /** By the first time of each; no two have a day in common. */
  private final NavigableMap<Long, Span> spans = new TreeMap<>();

  private SearchPlan(TableName name, Table table, int mostAtOnce) {
    this.name = name;
    this.table = table;
    this.mostAtOnce = mostAtOnce;
  }

  /**
   * The tasks for a batch's files.
   *
   * @param table as it is now; its files are those of its current snapshot
   * @throws SearchRefusedException if files do not say enough of themselves
   */
  public static List<DuplicateSearch> of(TableName name, Table table, List<DataFile> written) {
    return of(name, table, written, MOST_AT_ONCE);
  }

  static List<DuplicateSearch> of(
      TableName name, Table table, List<DataFile> written, int mostAtOnce) {
    SearchPlan plan = new SearchPlan(name, table, mostAtOnce);
    plan.addWritten(written);
    if (!plan.spans.isEmpty()) {
      plan.addExisting();
    }
    return plan.searches();
  }

  private static final class Span {
    private TimeSpan times;
    private long rows;
    private final List<DataFile> written = new ArrayList<>();
    private final List<FileScanTask> existing = new ArrayList<>();

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
            .filter(this::mayHaveIds)
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
    return times(file)
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

  private void addExisting() {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return;
    }
    TimeSpan all = spans.firstEntry().getValue().times.and(spans.lastEntry().getValue().times);
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .useSnapshot(current.snapshotId())
            .filter(all.filter("log_time"))
            .includeColumnStats(List.of("log_time", "log_id"))
            .planFiles()) {
      tasks.forEach(this::addExisting);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot plan a search in " + name + ": " + e, e);
    }
  }

  private void addExisting(FileScanTask task) {
    DataFile file = task.file();
    if (!mayHaveIds(file)) {
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
    TimeSpan times = times(file).orElse(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE));
    Long first = spans.floorKey(times.from());
    spans.subMap(first == null ? Long.MIN_VALUE : first, true, times.to(), true).values().stream()
        .filter(span -> span.times.overlaps(times))
        .forEach(span -> span.existing.add(task));
  }

  private List<DuplicateSearch> searches() {
    List<DuplicateSearch> searches = new ArrayList<>();
    for (Span span : spans.values()) {
      int slices = Math.toIntExact(Math.floorDiv(span.rows - 1, mostAtOnce) + 1);
      for (int slice = 0; slice < slices; slice++) {
        searches.add(
            new DuplicateSearch(name, span.times, slice, slices, span.written, span.existing));
      }
    }
    return searches;
  }

  /** When its events were, as far as its metadata says. */
  private Optional<TimeSpan> times(DataFile file) {
    Long from = bound(file.lowerBounds());
    Long to = bound(file.upperBounds());
    return from == null || to == null ? Optional.empty() : Optional.of(new TimeSpan(from, to));
  }

  private @Nullable Long bound(@Nullable Map<Integer, ByteBuffer> bounds) {
    ByteBuffer bound = bounds == null ? null : bounds.get(id("log_time"));
    return bound == null
        ? null
        : Conversions.<Long>fromByteBuffer(Types.TimestampType.withoutZone(), bound.duplicate());
  }

  private boolean mayHaveIds(DataFile file) {
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long known = nulls == null ? null : nulls.get(id("log_id"));
    return known == null || known < file.recordCount();
  }

  private int id(String column) {
    return table.schema().findField(column).fieldId();
  }
}
