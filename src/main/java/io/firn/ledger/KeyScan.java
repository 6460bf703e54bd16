package io.firn.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;
import org.jspecify.annotations.Nullable;

/**
 * Finds a snapshot's rows with certain keys. Exports give objects random names, so most files may
 * have some of them: many files are read at once, and of a row nothing is made before its key fits.
 */
final class KeyScan {
  /** More than processors: with files far away, threads mostly wait. */
  private static final int THREADS = 8;

  private final Table table;
  private final @Nullable Long snapshot;
  private final Set<String> keys;

  /** In the order of files' bounds. */
  private final NavigableSet<CharSequence> sorted = new TreeSet<>(Comparators.charSequences());

  /**
   * A scan of one snapshot.
   *
   * @param snapshot null is the empty ledger
   */
  KeyScan(Table table, @Nullable Long snapshot, Collection<String> keys) {
    this.table = table;
    this.snapshot = snapshot;
    this.keys = new HashSet<>(keys);
    this.sorted.addAll(keys);
  }

  /**
   * The event's rows with one of the keys.
   *
   * @param columns event and key must be among them
   * @param rows gets one row at a time; its record is valid during the call only
   */
  void rows(LedgerEvent event, List<String> columns, Consumer<Record> rows) {
    List<FileScanTask> files = files(event);
    if (files.isEmpty()) {
      return;
    }
    Schema projection = table.schema().select(columns);
    ExecutorService threads =
        ThreadPools.newFixedThreadPool("firn-ledger", Math.min(THREADS, files.size()));
    try {
      Tasks.foreach(files)
          .executeWith(threads)
          .stopOnFailure()
          .throwFailureWhenFinished()
          .run(file -> read(file, event.stored(), projection, rows));
    } finally {
      threads.shutdownNow();
    }
  }

  private List<FileScanTask> files(LedgerEvent event) {
    List<FileScanTask> files = new ArrayList<>();
    if (snapshot == null || keys.isEmpty()) {
      return files;
    }
    try (CloseableIterable<FileScanTask> all =
        table
            .newScan()
            .useSnapshot(snapshot)
            .filter(Expressions.equal("event", event.stored()))
            .includeColumnStats(List.of("key"))
            .planFiles()) {
      for (FileScanTask task : all) {
        if (mayHaveKeys(task)) {
          files.add(task);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
    return files;
  }

  private boolean mayHaveKeys(FileScanTask task) {
    CharSequence lower = keyBound(task.file().lowerBounds());
    CharSequence upper = keyBound(task.file().upperBounds());
    return lower == null || upper == null || !sorted.subSet(lower, true, upper, true).isEmpty();
  }

  private @Nullable CharSequence keyBound(@Nullable Map<Integer, ByteBuffer> bounds) {
    ByteBuffer bound =
        bounds == null ? null : bounds.get(table.schema().findField("key").fieldId());
    return bound == null ? null : Conversions.fromByteBuffer(StringType.get(), bound.duplicate());
  }

  private void read(FileScanTask task, String event, Schema projection, Consumer<Record> rows) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), projection);
    Schema read = deletes.requiredSchema();
    CloseableIterable<Record> all =
        Parquet.read(table.io().newInputFile(task.file().location()))
            .project(read)
            .createReaderFunc(file -> GenericParquetReaders.buildReader(read, file))
            .reuseContainers()
            .build();
    try (CloseableIterable<Record> live = deletes.filter(all)) {
      for (Record row : live) {
        if (row.getField("key") instanceof String key
            && keys.contains(key)
            && event.equals(row.getField("event"))) {
          synchronized (this) {
            rows.accept(row);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + task.file().location() + ": " + e, e);
    }
  }
}
