package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** A local warehouse, looked at from outside of the process that works on it. */
public final class Warehouse {
  private static final int DEPTH = 20;

  private final Path directory;
  private final TableName name;

  /** One table of the warehouse in the directory, whose path has no symbolic links. */
  public Warehouse(Path directory, TableName name) {
    this.directory = directory;
    this.name = name;
  }

  /** One table of the warehouse at a path. */
  public Warehouse(String path, String name) {
    this(Path.of(path), TableName.parse(name));
  }

  /** Something that looks at the table. */
  public interface Look<T> {
    T at(Table table) throws IOException;
  }

  public String path() {
    return directory.toString();
  }

  public TableName table() {
    return name;
  }

  /** Opens the catalog for as long as it takes to look at the table. */
  public <T> T look(Look<T> look) throws IOException {
    JdbcSettings settings = JdbcSettings.of(path(), Optional.empty(), Map.of());
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      return look.at(open.catalog().loadTable(LogTables.identifier(name)));
    }
  }

  /** How many rows a reader sees; none if there is no table. */
  public long rows() throws IOException {
    JdbcSettings settings = JdbcSettings.of(path(), Optional.empty(), Map.of());
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      Catalog catalog = open.catalog();
      if (!catalog.tableExists(LogTables.identifier(name))) {
        return 0;
      }
      Snapshot current = catalog.loadTable(LogTables.identifier(name)).currentSnapshot();
      return current == null ? 0 : Long.parseLong(current.summary().get("total-records"));
    }
  }

  /** What a column of the table's rows holds, each value once. */
  public Set<String> strings(String column) throws IOException {
    return look(
        table -> {
          Set<String> values = new TreeSet<>();
          try (CloseableIterable<Record> rows =
              IcebergGenerics.read(table).select(column).build()) {
            rows.forEach(row -> values.add(String.valueOf(row.getField(column))));
          }
          return values;
        });
  }

  /** All events of the exports are in the table, once, and no run left anything beside it. */
  public void assertHoldsExactly(NumberedExports exports) throws IOException {
    look(
        table -> {
          exports.assertAllIn(table);
          return table;
        });
    assertHoldsNothingElse();
  }

  /** No run left a branch of the table, or a file that it does not have. */
  public void assertHoldsNothingElse() throws IOException {
    look(
        table -> {
          assertThat(table.refs().keySet()).containsExactly("main");
          assertThat(dataFilesOnDisk()).isEqualTo(dataFilesOf(table));
          return table;
        });
  }

  /** No run holds a batch, or left one to the next; the state is where it is by default. */
  public void assertNoLease() throws IOException {
    assertThat(files()).noneMatch(path -> path.startsWith("firn-state/leases/"));
  }

  /** Paths of all files below the warehouse, relative to it. */
  public Set<String> files() throws IOException {
    while (Files.exists(directory)) {
      try (Stream<Path> files =
          Files.find(directory, DEPTH, (path, file) -> file.isRegularFile())) {
        return files
            .map(path -> directory.relativize(path).toString())
            .collect(Collectors.toCollection(TreeSet::new));
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
        // Something was deleted meanwhile: look again.
      }
    }
    return Set.of();
  }

  /** Hadoop's local file system keeps a checksum beside each file. */
  private Set<String> dataFilesOnDisk() throws IOException {
    String data = name.namespace() + "/" + name.name() + "/data/";
    return files().stream()
        .filter(path -> path.startsWith(data))
        .map(path -> path.replaceFirst("/\\.([^/]*)\\.crc$", "/$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> dataFilesOf(Table table) throws IOException {
    String root = "^file:(//)?" + Pattern.quote(directory + "/");
    Set<String> paths = new TreeSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> paths.add(task.file().location().replaceFirst(root, "")));
    }
    return paths;
  }
}
