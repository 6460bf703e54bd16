package io.firn.quarantine;

import io.firn.TableName;
import io.firn.table.LogTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The table {@code firn.quarantine}: bad records of ingested objects. A batch's records are
 * published with the batch, as one more of its tables.
 */
public final class QuarantineTable {
  public static final TableName NAME = TableName.parse("firn.quarantine");

  private static final Comparator<QuarantinedRecord> NEWEST_FIRST =
      Comparator.comparing((QuarantinedRecord stored) -> stored.batch().id())
          .reversed()
          .thenComparing(stored -> stored.record().object())
          .thenComparing(stored -> stored.record().position());

  private final Table table;

  private QuarantineTable(Table table) {
    this.table = table;
  }

  /** The catalog's quarantine, made when it is missing. */
  public static QuarantineTable open(Catalog catalog) {
    if (!catalog.tableExists(LogTables.identifier(NAME))) {
      LogTables.createShared(catalog, NAME, builder(catalog));
    }
    return new QuarantineTable(catalog.loadTable(LogTables.identifier(NAME)));
  }

  /** The catalog's quarantine; empty if there is none, and none is made. */
  public static Optional<QuarantineTable> find(Catalog catalog) {
    return catalog.tableExists(LogTables.identifier(NAME))
        ? Optional.of(new QuarantineTable(catalog.loadTable(LogTables.identifier(NAME))))
        : Optional.empty();
  }

  /** The quarantine as {@link #open} would make it; nothing is made. */
  public static QuarantineTable planned(Catalog catalog) {
    return new QuarantineTable(builder(catalog).createTransaction().table());
  }

  /** To write to with {@link BadRecordFile} and to publish. */
  public Table table() {
    return table;
  }

  /** Records of all objects, those of the newest batch first; at most {@code limit}. */
  public List<QuarantinedRecord> read(int limit) {
    return read(Expressions.alwaysTrue(), limit);
  }

  /**
   * Records of one object, those of the newest batch first; at most {@code limit}.
   *
   * @param object its URI
   */
  public List<QuarantinedRecord> read(String object, int limit) {
    return read(Expressions.equal("object", object), limit);
  }

  /** Holds one record more than it gives: they may be large. */
  private List<QuarantinedRecord> read(Expression filter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("Invalid limit: " + limit + " (must be >= 1)");
    }
    table.refresh();
    PriorityQueue<QuarantinedRecord> lastFirst = new PriorityQueue<>(NEWEST_FIRST.reversed());
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).where(filter).build()) {
      for (Record record : records) {
        lastFirst.add(QuarantineColumns.toQuarantined(record));
        if (lastFirst.size() > limit) {
          lastFirst.remove();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
    return lastFirst.stream().sorted(NEWEST_FIRST).toList();
  }

  private static Catalog.TableBuilder builder(Catalog catalog) {
    return catalog
        .buildTable(LogTables.identifier(NAME), QuarantineColumns.SCHEMA)
        .withPartitionSpec(PartitionSpec.unpartitioned())
        .withProperties(QuarantineColumns.properties());
  }
}
