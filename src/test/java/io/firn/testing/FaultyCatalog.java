package io.firn.testing;

import io.firn.TableName;
import io.firn.table.BatchFiles;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The local catalog, except for what its {@link Faults} say. */
public final class FaultyCatalog extends JdbcCatalog {
  private final Faults faults;

  private FaultyCatalog(JdbcSettings settings, Configuration configuration, Faults faults) {
    super(properties -> io(settings, configuration, faults), null, false);
    this.faults = faults;
  }

  /** As {@link Catalogs#open}. */
  public static FaultyCatalog open(
      JdbcSettings settings, Configuration configuration, Faults faults) {
    Catalogs.open(settings, configuration).close();
    FaultyCatalog catalog = new FaultyCatalog(settings, configuration, faults);
    catalog.setConf(configuration);
    catalog.initialize(CatalogSettings.NAME, settings.properties());
    return catalog;
  }

  /** As {@link BatchFiles#of}, with the same faults: what is deleted by it is a step too. */
  public static BatchFiles files(
      JdbcSettings settings, Configuration configuration, Faults faults) {
    return new BatchFiles(io(settings, configuration, faults), settings.warehouse());
  }

  private static FaultyFileIO io(
      JdbcSettings settings, Configuration configuration, Faults faults) {
    var properties = settings.properties();
    DelegateFileIO real =
        (DelegateFileIO)
            CatalogUtil.loadFileIO(properties.get("io-impl"), properties, configuration);
    return new FaultyFileIO(real, settings.warehouse(), faults);
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier identifier) {
    TableName table = new TableName(identifier.namespace().toString(), identifier.name());
    return new FaultyOperations(super.newTableOps(identifier), table, faults);
  }
}
