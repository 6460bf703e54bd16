package io.firn.quarantine;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.table.LogTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The table {@code firn.quarantine}; batches publish bad records into it like other rows. */
public record QuarantineTable(Table table) {
  public static final TableName NAME = TableName.parse("firn.quarantine");

  private static final Schema SCHEMA =
      new Schema(
          required(1, "at", TimestampType.withoutZone(), "when the batch began, UTC"),
          required(2, "batch", StringType.get(), "the batch that met it"),
          required(3, "object", StringType.get(), "the object that holds it"),
          required(4, "position", LongType.get(), "of the event before it; 0 before the first"),
          required(5, "reason", StringType.get(), "why it is no event"),
          optional(6, "bytes", BinaryType.get(), "what it holds; null where that may not be kept"));

  /** A bad record, when it was met, and by which batch. */
  public record Kept(Instant at, BatchId batch, BadRecord record) {}

  /** The catalog's table, made when it is missing. */
  public static QuarantineTable open(Catalog catalog) {
    if (!catalog.tableExists(LogTables.identifier(NAME))) {
      create(catalog);
    }
    return new QuarantineTable(catalog.loadTable(LogTables.identifier(NAME)));
  }

  /** The catalog's table, if it has one. */
  public static Optional<QuarantineTable> find(Catalog catalog) {
    return catalog.tableExists(LogTables.identifier(NAME))
        ? Optional.of(open(catalog))
        : Optional.empty();
  }

  /** The table as {@link #open} would make it; nothing is made. */
  public static QuarantineTable planned(Catalog catalog) {
    return new QuarantineTable(builder(catalog).createTransaction().table());
  }

  private static void create(Catalog catalog) {
    LogTables.createNamespace(catalog, NAME);
    try {
      builder(catalog).create();
    } catch (AlreadyExistsException e) {
      // Another run made it, which serves as well.
    }
  }

  private static Catalog.TableBuilder builder(Catalog catalog) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("write.format.default", "parquet");
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.metadata.metrics.column.object", "full");
    properties.put("commit.retry.num-retries", "20");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    return catalog
        .buildTable(LogTables.identifier(NAME), SCHEMA)
        .withPartitionSpec(PartitionSpec.unpartitioned())
        .withProperties(properties);
  }

  /** All bad records, of one object or of all, in the order in which they were met. */
  public List<Kept> read(Optional<String> object) {
    table.refresh();
    Expression filter =
        object
            .<Expression>map(uri -> Expressions.equal("object", uri))
            .orElse(Expressions.alwaysTrue());
    List<Kept> kept = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).where(filter).build()) {
      records.forEach(record -> kept.add(toKept(record)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + NAME + ": " + e, e);
    }
    kept.sort(java.util.Comparator.comparing(Kept::at).thenComparing(row -> row.record().object()));
    return kept;
  }

  static Record toRecord(BadRecord bad, BatchId batch, Instant at) {
    Record record = GenericRecord.create(SCHEMA);
    record.setField(
        "at", LocalDateTime.ofInstant(at, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
    record.setField("batch", batch.id());
    record.setField("object", bad.object());
    record.setField("position", bad.position());
    record.setField("reason", bad.reason());
    byte[] bytes = bad.bytes();
    record.setField("bytes", bytes == null ? null : ByteBuffer.wrap(bytes));
    return record;
  }

  private static Kept toKept(Record record) {
    ByteBuffer buffer = (ByteBuffer) record.getField("bytes");
    byte[] bytes = null;
    if (buffer != null) {
      bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
    }
    return new Kept(
        ((LocalDateTime) record.getField("at")).toInstant(ZoneOffset.UTC),
        new BatchId((String) record.getField("batch")),
        new BadRecord(
            (String) record.getField("object"),
            (Long) record.getField("position"),
            (String) record.getField("reason"),
            bytes));
  }
}
