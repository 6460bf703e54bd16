package io.firn.dedupe;

import io.firn.TableName;
import io.firn.table.LogTables;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * The table {@code firn.duplicates}: events that were left out of tables because those have as many
 * of their content. They are published with their batch, as one more of its tables.
 */
public final class DuplicatesTable {
  public static final TableName NAME = TableName.parse("firn.duplicates");

  private DuplicatesTable() {}

  /** The catalog's, made when it is missing. */
  public static Table open(Catalog catalog) {
    if (!catalog.tableExists(LogTables.identifier(NAME))) {
      LogTables.createShared(
          catalog,
          NAME,
          catalog
              .buildTable(LogTables.identifier(NAME), DuplicateColumns.SCHEMA)
              .withPartitionSpec(DuplicateColumns.SPEC)
              .withProperties(DuplicateColumns.properties()));
    }
    return catalog.loadTable(LogTables.identifier(NAME));
  }
}
