package io.firn.table;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;

/** Opens catalogs. */
public final class Catalogs {
  private Catalogs() {}

  /**
   * The catalog, to be closed by the caller. Any number of threads and processes may do this at
   * once; the file of a JDBC catalog is made the first time.
   *
   * @throws CatalogException if it cannot be made or reached
   */
  public static OpenCatalog open(CatalogSettings settings, Configuration configuration) {
    try {
      if (settings instanceof JdbcSettings jdbc) {
        new SqliteFile(jdbc).makeWhenMissing();
      }
      return new OpenCatalog(
          settings,
          CatalogUtil.buildIcebergCatalog(
              CatalogSettings.NAME, settings.properties(), configuration));
    } catch (IOException | SQLException | RuntimeException e) {
      throw new CatalogException(
          "Cannot open catalog " + settings.description() + ": " + e.getMessage(), e);
    }
  }
}
