package io.firn.testing;

import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.CorpusFile.Event;
import io.firn.testing.EventRebuilder.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Compares a table's rows, one by one, with the events of the objects that it was made from. */
public final class CorpusRows {
  private static final int SHOWN = 10;
  private static final int SHOWN_LENGTH = 3000;

  private final CorpusExport export;
  private final String root;
  private final EventRebuilder rebuilder;
  private final Struct payload;
  private final Map<String, BitSet> seen = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  private CorpusRows(CorpusExport export, Path landing, Struct payload) {
    this.export = export;
    this.root = "file://" + landing + "/";
    this.payload = payload;
    this.rebuilder = new EventRebuilder(payload);
  }

  /** Every event is in the table, once, as it was, and nothing else is. */
  public static void assertSame(CorpusExport export, Path landing, Table table) throws IOException {
    String names = table.properties().get(ColumnMapping.PROPERTY);
    Struct payload = ColumnMapping.read(table.schema(), names);
    CorpusRows rows = new CorpusRows(export, landing, payload);
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      records.forEach(rows::compare);
    }
    rows.findMissing();
    rows.report(table.name());
  }

  private void compare(Record row) {
    String uri = (String) row.getField("log_object");
    String object = uri.startsWith(root) ? uri.substring(root.length()) : uri;
    int position = (int) (long) row.getField("log_position");
    String what = CorpusExport.stream(object) + ", " + object + ", event " + position;
    List<Event> events = export.eventsByObject().getOrDefault(object, List.of());
    BitSet positions = seen.computeIfAbsent(object, key -> new BitSet());
    if (position < 1 || position > events.size()) {
      differences.add(what + ": no such event");
    } else if (positions.get(position)) {
      differences.add(what + ": twice");
    } else {
      positions.set(position);
      compare(row, events.get(position - 1), object, what);
    }
  }

  private void compare(Record row, Event event, String object, String what) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(event.epochMillis(), 1000),
            (int) Math.floorMod(event.epochMillis(), 1000L) * 1_000_000,
            ZoneOffset.UTC);
    boolean framed =
        time.equals(row.getField("log_time"))
            && export.logGroup().equals(row.getField("log_group"))
            && CorpusExport.stream(object).equals(row.getField("log_stream"));
    if (!framed) {
      differences.add(what + ": time, group or stream differ in " + row);
    }
    try {
      Stored stored = StoredRow.of(row, payload);
      rebuilder
          .difference(stored, event.message())
          .ifPresent(d -> differences.add(what + ": " + d));
    } catch (RuntimeException e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  private void findMissing() {
    export
        .eventsByObject()
        .forEach(
            (object, events) -> {
              BitSet positions = seen.getOrDefault(object, new BitSet());
              int missing = positions.nextClearBit(1);
              if (missing <= events.size()) {
                differences.add(
                    CorpusExport.stream(object)
                        + ", "
                        + object
                        + ": "
                        + (events.size() - positions.cardinality())
                        + " events are missing, the first is "
                        + missing);
              }
            });
  }

  private void report(String table) {
    if (!differences.isEmpty()) {
      StringBuilder report = new StringBuilder();
      report.append(differences.size()).append(" differences in ").append(table).append(':');
      differences.stream()
          .limit(SHOWN)
          .map(text -> text.substring(0, Math.min(text.length(), SHOWN_LENGTH)))
          .forEach(text -> report.append("\n- ").append(text));
      throw new AssertionError(report.toString());
    }
  }
}
