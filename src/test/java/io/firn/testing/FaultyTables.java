package io.firn.testing;

import io.firn.TableName;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** Any catalog, whose tables commit except for what the {@link Faults} say. */
public final class FaultyTables implements Catalog {
  private final Catalog real;
  private final Faults faults;

  public FaultyTables(Catalog real, Faults faults) {
    this.real = real;
    this.faults = faults;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Table loadTable(TableIdentifier identifier) {
    BaseTable table = (BaseTable) real.loadTable(identifier);
    TableName name = new TableName(identifier.namespace().toString(), identifier.name());
    return new BaseTable(new FaultyOperations(table.operations(), name, faults), table.name());
  }

  @Override
  public boolean tableExists(TableIdentifier identifier) {
    return real.tableExists(identifier);
  }

  @Override
  public TableBuilder buildTable(TableIdentifier identifier, Schema schema) {
    return real.buildTable(identifier, schema);
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    return real.listTables(namespace);
  }

  @Override
  public boolean dropTable(TableIdentifier identifier, boolean purge) {
    return real.dropTable(identifier, purge);
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    real.renameTable(from, to);
  }
}
