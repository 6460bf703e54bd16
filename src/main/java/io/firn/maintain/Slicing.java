package io.firn.maintain;

import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.quarantine.QuarantineTable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** How the files of a table fall into slices. */
sealed interface Slicing {
  /** The slice of a file; empty if the file is left alone. */
  Optional<Slice> of(ContentFile<?> file);

  /** What the slicing needs of a file's statistics. */
  default String[] columns() {
    return new String[0];
  }

  /**
   * Of a table.
   *
   * @param closed rows that were written later are left alone where files have no partitions
   * @return empty if the table is partitioned in a way that is not Firn's
   */
  static Optional<Slicing> of(TableName name, Table table, Instant closed) {
    if (name.equals(Ledger.NAME) || name.equals(QuarantineTable.NAME)) {
      return table.spec().isUnpartitioned()
          ? Optional.of(new ByKind(table, name.equals(Ledger.NAME), closed))
          : Optional.empty();
    }
    return isByDay(table) ? Optional.of(new ByDay(table.spec())) : Optional.empty();
  }

  private static boolean isByDay(Table table) {
    PartitionSpec spec = table.spec();
    if (table.specs().size() != 1 || spec.fields().size() != 1) {
      return false;
    }
    PartitionField field = spec.fields().get(0);
    return "log_time".equals(table.schema().findColumnName(field.sourceId()))
        && "day".equals(field.transform().toString());
  }

  /** Tables of events: a slice for each day. */
  record ByDay(PartitionSpec spec) implements Slicing {
    @Override
    public Optional<Slice> of(ContentFile<?> file) {
      Integer day = file.partition().get(0, Integer.class);
      return Optional.of(day == null ? noDay() : day(LocalDate.ofEpochDay(day)));
    }

    private static Slice noDay() {
      return new Slice("no day", Expressions.isNull("log_time"), null);
    }

    static Slice day(LocalDate day) {
      return new Slice(
          day.toString(),
          Expressions.and(
              Expressions.greaterThanOrEqual("log_time", start(day)),
              Expressions.lessThan("log_time", start(day.plusDays(1)))),
          day);
    }

    static String start(LocalDate day) {
      return day + "T00:00:00.000000";
    }
  }

  /**
   * Firn's own tables, which have no partitions. A file of the ledger holds one kind of event, by
   * which conflicts are found: so files of one kind are put together, and no others. What was
   * written lately is left, as runs look for it.
   */
  record ByKind(Table table, boolean byEvent, Instant closed) implements Slicing {
    private static final String TIME = "at";
    private static final String EVENT = "event";

    @Override
    public String[] columns() {
      return byEvent ? new String[] {TIME, EVENT} : new String[] {TIME};
    }

    @Override
    public Optional<Slice> of(ContentFile<?> file) {
      Object last = bound(file.upperBounds(), TIME);
      if (!(last instanceof Long micros) || !isClosed(micros)) {
        return Optional.empty();
      }
      if (!byEvent) {
        return Optional.of(new Slice("all", before(), null));
      }
      Object event = bound(file.lowerBounds(), EVENT);
      return event == null || !event.equals(bound(file.upperBounds(), EVENT))
          ? Optional.empty()
          : Optional.of(
              new Slice(
                  event.toString(),
                  Expressions.and(Expressions.equal(EVENT, event.toString()), before()),
                  null));
    }

    private boolean isClosed(long micros) {
      return micros < closedMicros();
    }

    private long closedMicros() {
      return closed.getEpochSecond() * 1_000_000 + closed.getNano() / 1000;
    }

    private Expression before() {
      return Expressions.lessThan(TIME, LocalDateTime.ofInstant(closed, ZoneOffset.UTC).toString());
    }

    private @Nullable Object bound(@Nullable Map<Integer, ByteBuffer> bounds, String column) {
      Types.NestedField field = Objects.requireNonNull(table.schema().findField(column), column);
      ByteBuffer bound = bounds == null ? null : bounds.get(field.fieldId());
      Type type = field.type();
      if (bound == null) {
        return null;
      }
      Object value = Conversions.fromByteBuffer(type, bound.duplicate());
      return type.typeId() == Type.TypeID.STRING ? value.toString() : value;
    }
  }
}
