package io.firn.cli;

import io.firn.schema.HintCandidate;
import io.firn.schema.HintEvidence;
import io.firn.schema.HintTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * What rows of a table say for hints.
 *
 * @param rows how many were read
 * @param all whether there are no others
 */
record HintScan(List<HintEvidence> evidence, long rows, boolean all) {
  HintScan {
    evidence = List.copyOf(evidence);
  }

  /** Reads the candidates' columns of at most {@code limit} rows. */
  static HintScan read(Table table, List<HintCandidate> candidates, HintTest test, long limit) {
    List<HintEvidence> evidence =
        candidates.stream().map(candidate -> new HintEvidence(candidate, test)).toList();
    List<String> columns =
        candidates.stream()
            .flatMap(candidate -> candidate.columns().stream())
            .map(path -> String.join(".", path))
            .toList();
    if (columns.isEmpty()) {
      return new HintScan(evidence, 0, true);
    }
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).select(columns).build()) {
      Iterator<Record> rows = records.iterator();
      long read = 0;
      while (read < limit && rows.hasNext()) {
        add(evidence, rows.next());
        read++;
      }
      return new HintScan(evidence, read, !rows.hasNext());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.name() + ": " + e, e);
    }
  }

  private static void add(List<HintEvidence> evidence, Record row) {
    for (HintEvidence key : evidence) {
      for (List<String> path : key.candidate().columns()) {
        Object value = value(row, path);
        if (value != null) {
          key.add(value.toString());
        }
      }
    }
  }

  private static @Nullable Object value(Record row, List<String> path) {
    Object value = row;
    for (String name : path) {
      if (!(value instanceof Record record)) {
        return null;
      }
      value = record.getField(name);
    }
    return value;
  }
}
