package io.firn.ingest;

import io.firn.TableName;
import io.firn.schema.BoundReached;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.SchemaDecision;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did to one table.
 *
 * @param created whether the run made it
 * @param objects how many were ingested
 * @param windows how many export windows they are of, beside those that are of none
 * @param columns what became of its columns
 * @param payload all its columns afterwards
 * @param snapshotId null if nothing was published
 * @param failure why the table got nothing, or null
 */
public record TableResult(
    TableName table,
    boolean created,
    int objects,
    int windows,
    EventCounts counts,
    Columns columns,
    Struct payload,
    int files,
    long bytesWritten,
    @Nullable Long snapshotId,
    @Nullable Throwable failure) {

  /**
   * New leaf columns by name, nested ones with dots.
   *
   * @param added of keys that had none
   * @param variants siblings of another type, and JSON texts
   * @param reached bounds that kept values out of columns of their own
   */
  public record Columns(List<String> added, List<String> variants, List<BoundReached> reached) {
    public static final Columns NONE = new Columns(List.of(), List.of(), List.of());

    private Columns and(Columns later) {
      Set<BoundReached> bounds = new LinkedHashSet<>(reached);
      bounds.addAll(later.reached);
      return new Columns(
          Stream.concat(added.stream(), later.added.stream()).toList(),
          Stream.concat(variants.stream(), later.variants.stream()).toList(),
          List.copyOf(bounds));
    }

    Columns(Struct before, Struct after, Collection<BoundReached> reached) {
      this(
          SchemaDecision.addedColumns(before, after, EnumSet.of(Kind.PLAIN)),
          SchemaDecision.addedColumns(before, after, EnumSet.complementOf(EnumSet.of(Kind.PLAIN))),
          reached.stream().sorted(Comparator.comparing(BoundReached::path)).toList());
    }
  }

  /** A table that the run could not even begin with. */
  static TableResult refused(TableName table, Throwable failure) {
    return new TableResult(
        table, false, 0, 0, EventCounts.NONE, Columns.NONE, Struct.EMPTY, 0, 0, null, failure);
  }

  /** What this batch and a later one of the same run did together. */
  TableResult followedBy(TableResult later) {
    return new TableResult(
        table,
        created || later.created,
        objects + later.objects,
        windows + later.windows,
        EventCounts.sum(List.of(counts, later.counts)),
        columns.and(later.columns),
        later.payload.columns().isEmpty() ? payload : later.payload,
        files + later.files,
        bytesWritten + later.bytesWritten,
        later.snapshotId == null ? snapshotId : later.snapshotId,
        failure == null ? later.failure : failure);
  }

  public OptionalLong publishedSnapshot() {
    return snapshotId == null ? OptionalLong.empty() : OptionalLong.of(snapshotId);
  }

  public Optional<Throwable> problem() {
    return Optional.ofNullable(failure);
  }
}
