package io.firn.table;

import io.firn.BatchId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that batches write, each batch in a folder of its own: {@code
 * <location>/data/<batch>/<task>-<attempt>-r<round>-<n>.parquet}.
 */
public final class BatchFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchFiles.class);
  private static final String LOCAL = "file://";

  private final SupportsPrefixOperations io;
  private final String warehouse;

  /**
   * @param warehouse as in {@link JdbcSettings}; empty local directories go up to here
   */
  public BatchFiles(SupportsPrefixOperations io, String warehouse) {
    this.io = io;
    this.warehouse = warehouse;
  }

  /** The files of the catalog's tables. */
  public static BatchFiles of(OpenCatalog open, Configuration configuration) {
    return new BatchFiles(
        (SupportsPrefixOperations)
            CatalogUtil.loadFileIO(
                "org.apache.iceberg.io.ResolvingFileIO", open.storage(), configuration),
        open.settings() instanceof JdbcSettings jdbc ? jdbc.warehouse() : "");
  }

  /**
   * The same by the table's own access to its storage: a REST server may give its clients rights
   * for one table at a time, and no others. Not to be closed, which the table's access is with the
   * catalog.
   */
  public BatchFiles by(Table table) {
    return table.io() instanceof SupportsPrefixOperations own
        ? new BatchFiles(own, warehouse)
        : this;
  }

  /** The batch's folder in the table at {@code location}, without a final slash. */
  public static String folder(String location, BatchId batch) {
    return location + "/data/" + batch.id();
  }

  /**
   * The path of one data file.
   *
   * @param attempt unique over all attempts at all tasks
   */
  public static String path(
      String location, BatchId batch, int task, long attempt, int round, int number) {
    return folder(location, batch)
        + "/"
        + task
        + "-"
        + attempt
        + "-r"
        + round
        + "-"
        + number
        + ".parquet";
  }

  /** Deletes all that the batch wrote below {@code location}, and local folders left empty. */
  public void deleteAll(String location, BatchId batch) {
    io.deletePrefix(folder(location, batch) + "/");
    pruneLocal(location + "/data");
  }

  /**
   * Deletes what the batch wrote below {@code location} and the table did not take, for example
   * files of failed task attempts.
   *
   * @param kept paths of the files that the table took
   * @return how many files were deleted
   */
  public int deleteOthers(String location, BatchId batch, Collection<String> kept) {
    // Names alone are compared: a listing spells file:/a what the table calls file:///a.
    Set<String> names = kept.stream().map(BatchFiles::name).collect(Collectors.toSet());
    List<String> others =
        list(location, batch).stream().filter(path -> !names.contains(name(path))).toList();
    others.forEach(io::deleteFile);
    return others.size();
  }

  /**
   * As {@link #deleteOthers} of a batch that is published, which waits for no clean-up: a file that
   * cannot be deleted stays, and no table has it.
   */
  public void tidy(String location, BatchId batch, Collection<String> kept) {
    try {
      deleteOthers(location, batch, kept);
    } catch (RuntimeException e) {
      LOG.warn(
          "Cannot delete what no table has of {}: {} (nothing depends on it)",
          folder(location, batch),
          e.toString());
    }
  }

  /** The paths of all files in the batch's folder; none if there is no folder. */
  public List<String> list(String location, BatchId batch) {
    List<String> paths = new ArrayList<>();
    try {
      for (FileInfo file : io.listPrefix(folder(location, batch) + "/")) {
        paths.add(file.location());
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
    }
    return paths;
  }

  @Override
  public void close() {
    io.close();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Removes the directory and its parents below the warehouse, as long as they are empty. */
  private void pruneLocal(String location) {
    if (!warehouse.startsWith(LOCAL) || !location.startsWith(warehouse + "/")) {
      return;
    }
    Path root = Path.of(warehouse.substring(LOCAL.length()));
    Path directory = Path.of(location.substring(LOCAL.length()));
    while (directory != null && !directory.equals(root) && deleteEmpty(directory)) {
      directory = directory.getParent();
    }
  }

  private static boolean deleteEmpty(Path directory) {
    try {
      Files.delete(directory);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete directory " + directory + ": " + e, e);
    }
  }
}
