package io.firn.cli;

import io.firn.TableName;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.TableDescription;
import io.firn.table.LogTables;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.util.SnapshotUtil;

/** A table that Firn made, to look at. */
record FirnTable(TableName name, Table table, String mapping) {
  /** Loads it; one that is not there or not Firn's is the person's mistake. */
  static FirnTable load(Catalog catalog, TableName name) {
    if (!catalog.tableExists(LogTables.identifier(name))) {
      throw new UsageException("Cannot describe " + name + ": there is no such table");
    }
    Table table = catalog.loadTable(LogTables.identifier(name));
    String mapping = table.properties().get(ColumnMapping.PROPERTY);
    if (mapping == null) {
      throw new UsageException(
          "Cannot describe "
              + name
              + ": it was not made by firn ingest (no table property "
              + ColumnMapping.PROPERTY
              + ")");
    }
    return new FirnTable(name, table, mapping);
  }

  Schema schema() {
    return table.schema();
  }

  Struct payload() {
    return payload(schema());
  }

  private Struct payload(Schema schema) {
    try {
      return ColumnMapping.read(schema, mapping);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Cannot describe " + name + ": " + e.getMessage());
    }
  }

  TableDescription description() {
    return description(schema());
  }

  /** Its columns when the snapshot was made; keys and kinds are those of today. */
  TableDescription descriptionAt(long snapshotId) {
    Snapshot snapshot = table.snapshot(snapshotId);
    if (snapshot == null) {
      throw new UsageException(
          "Cannot compare "
              + name
              + " with snapshot "
              + snapshotId
              + ": it has no such snapshot (select snapshot_id, committed_at from "
              + name
              + ".snapshots)");
    }
    return description(SnapshotUtil.schemaFor(table, snapshotId));
  }

  private TableDescription description(Schema schema) {
    return TableDescription.of(schema, payload(schema));
  }
}
