package io.firn.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The file of a JDBC catalog; its tables are made once, however many processes find none. */
record SqliteFile(JdbcSettings settings) {
  /** File locks belong to the process, so its threads need one of their own. */
  private static final Object CREATION = new Object();

  private static final String TABLES_THERE =
      """
      select (select count(*) from pragma_table_info('iceberg_tables') where name = 'iceberg_type')
           + (select count(*) from sqlite_master where name = 'iceberg_namespace_properties')
      """;

  /** Any number of threads and processes may do this at once. */
  void makeWhenMissing() throws IOException, SQLException {
    if (!tablesThere()) {
      makeOnce();
    }
  }

  private boolean tablesThere() throws IOException, SQLException {
    if (!Files.exists(settings.file()) || Files.size(settings.file()) == 0) {
      return false;
    }
    String uri = "jdbc:sqlite:" + settings.file() + "?busy_timeout=60000";
    try (Connection connection = DriverManager.getConnection(uri);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(TABLES_THERE)) {
      return result.next() && result.getInt(1) == 2;
    }
  }

  private void makeOnce() throws IOException, SQLException {
    Path lock = settings.file().resolveSibling(settings.file().getFileName() + ".init-lock");
    synchronized (CREATION) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !tablesThere()) {
          make();
        }
      }
    }
  }

  private void make() {
    Map<String, String> properties = new HashMap<>(settings.properties());
    properties.put("jdbc.init-catalog-tables", "true");
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      catalog.initialize(CatalogSettings.NAME, properties);
    }
  }
}
