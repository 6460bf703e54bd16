package io.firn.ingest;

import java.time.Duration;
import java.util.Arrays;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The partition of each row, by the table's own spec. */
final class EventPartition {
  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  private final PartitionKey key;
  private final RowView view;
  private final boolean byDayOnly;
  private long lastDay = Long.MIN_VALUE;

  EventPartition(Table table) {
    PartitionSpec spec = table.spec();
    this.key = new PartitionKey(spec, table.schema());
    this.view = new RowView(table);
    this.byDayOnly = spec.fields().stream().allMatch(EventPartition::isDay);
  }

  private static boolean isDay(PartitionField field) {
    return field.transform().toString().equals("day") && field.name().equals("log_time_day");
  }

  /** Reused: copy it to keep it. */
  PartitionKey of(long epochMillis, InternalRow row) {
    long day = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
    if (!byDayOnly || day != lastDay) {
      view.row = row;
      key.partition(view);
      lastDay = day;
    }
    return key;
  }

  /** A Spark row with Iceberg's Java values. */
  private static final class RowView implements StructLike {
    private final DataType[] types;
    private InternalRow row = InternalRow.empty();

    RowView(Table table) {
      this.types =
          Arrays.stream(SparkSchemaUtil.convert(table.schema()).fields())
              .map(StructField::dataType)
              .toArray(DataType[]::new);
    }

    @Override
    public int size() {
      return types.length;
    }

    @Override
    public <T> @Nullable T get(int position, Class<T> javaClass) {
      Object value = row.isNullAt(position) ? null : row.get(position, types[position]);
      return javaClass.cast(value instanceof UTF8String text ? text.toString() : value);
    }

    @Override
    public <T> void set(int position, T value) {
      throw new UnsupportedOperationException("A row is only read here");
    }
  }
}
