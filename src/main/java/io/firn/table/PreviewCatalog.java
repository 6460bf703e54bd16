package io.firn.table;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/**
 * A catalog that nothing is made in. Tables are planned in the real one, or where that lacks their
 * namespace in memory.
 */
public final class PreviewCatalog implements Catalog {
  private final Catalog real;
  private final InMemoryCatalog imagined = new InMemoryCatalog();

  public PreviewCatalog(Catalog real) {
    this.real = real;
    imagined.initialize(real.name(), Map.of());
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Table loadTable(TableIdentifier identifier) {
    return real.loadTable(identifier);
  }

  @Override
  public boolean tableExists(TableIdentifier identifier) {
    return real.tableExists(identifier);
  }

  @Override
  public TableBuilder buildTable(TableIdentifier identifier, Schema schema) {
    boolean canPlan =
        real instanceof SupportsNamespaces namespaces
            && namespaces.namespaceExists(identifier.namespace());
    return (canPlan ? real : imagined).buildTable(identifier, schema);
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    return real.listTables(namespace);
  }

  @Override
  public boolean dropTable(TableIdentifier identifier, boolean purge) {
    throw new UnsupportedOperationException("Cannot drop " + identifier + ": this is a preview");
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    throw new UnsupportedOperationException("Cannot rename " + from + ": this is a preview");
  }
}
