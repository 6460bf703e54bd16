package io.firn.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** How many values each field has, by the statistics of the current snapshot's data files. */
public final class FillRates {
  private final Map<Integer, Long> values = new HashMap<>();
  private final Set<Integer> unknown = new HashSet<>();
  private final Set<Integer> fields;
  private final Set<Integer> counted;
  private final Map<Long, Schema> schemas = new HashMap<>();
  private long rows;

  private FillRates(Table table, Collection<Integer> fields) {
    this.fields = Set.copyOf(fields);
    this.counted = counted(table, this.fields);
    for (Snapshot snapshot : table.snapshots()) {
      Integer schemaId = snapshot.schemaId();
      Schema schema = schemaId == null ? null : table.schemas().get(schemaId);
      if (schema != null) {
        schemas.put(snapshot.sequenceNumber(), schema);
      }
    }
  }

  /** Of leaves of the table's schema that are in no list or map: Parquet files count no others. */
  public static FillRates of(Table table, Collection<Integer> fields) {
    FillRates rates = new FillRates(table, fields);
    try (CloseableIterable<FileScanTask> files = table.newScan().includeColumnStats().planFiles()) {
      files.forEach(task -> rates.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the files of " + table.name() + ": " + e, e);
    }
    return rates;
  }

  /** The fields that writers count now, and counted always: columns only ever fall out of this. */
  private static Set<Integer> counted(Table table, Set<Integer> fields) {
    MetricsConfig config = MetricsConfig.forTable(table);
    Set<Integer> counted = new HashSet<>();
    for (Integer field : fields) {
      String name = table.schema().findColumnName(field);
      if (name != null && config.columnMode(name) != MetricsModes.None.get()) {
        counted.add(field);
      }
    }
    return counted;
  }

  private void add(DataFile file) {
    rows += file.recordCount();
    for (Integer field : fields) {
      OptionalLong found = valuesIn(file, field);
      if (found.isPresent()) {
        values.merge(field, found.getAsLong(), Long::sum);
      } else {
        unknown.add(field);
      }
    }
  }

  private OptionalLong valuesIn(DataFile file, Integer field) {
    Long all = count(file.valueCounts(), field);
    Long nulls = count(file.nullValueCounts(), field);
    if (all != null && nulls != null) {
      return OptionalLong.of(all - nulls);
    }
    return lacks(file, field) ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private static @Nullable Long count(@Nullable Map<Integer, Long> counts, Integer field) {
    return counts == null ? null : counts.get(field);
  }

  /** Whether the file was written without the field, rather than without its statistics. */
  private boolean lacks(DataFile file, Integer field) {
    Schema schema = schemas.get(file.fileSequenceNumber());
    if (schema != null && schema.findField(field) == null) {
      return true;
    }
    Map<Integer, Long> all = file.valueCounts();
    return counted.contains(field) && all != null && !all.isEmpty();
  }

  /** The rows of all files. */
  public long rows() {
    return rows;
  }

  /** The field's values that are not null; empty if a file does not say. */
  public OptionalLong values(int field) {
    return unknown.contains(field)
        ? OptionalLong.empty()
        : OptionalLong.of(values.getOrDefault(field, 0L));
  }
}
