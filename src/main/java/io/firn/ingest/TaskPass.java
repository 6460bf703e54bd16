package io.firn.ingest;

import io.firn.decode.DamagedObjectException;
import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import io.firn.ingest.WriteSettings.Phase;
import io.firn.landing.InputObject;
import io.firn.parse.JsonTape;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a task's objects: it writes as long as the schema holds what it reads, and from
 * then on only observes. An object is all or nothing.
 */
final class TaskPass {
  private final Table table;
  private final WriteSettings settings;
  private final ObjectSource source;
  private final PartitionedFiles files;
  private final EventRows rows;
  private final EventPartition partition;
  private final JsonTape tape = new JsonTape();
  private final Observation observed = new Observation();
  private final List<ObjectReport> reports = new ArrayList<>();

  private @Nullable Observer observer;
  private boolean writing = true;
  private long rowsOfObject;
  private long rescuedOfObject;
  private long bytesInflated;

  TaskPass(Table table, WriteSettings settings, ObjectSource source, PartitionedFiles files) {
    this.table = table;
    this.settings = settings;
    this.source = source;
    this.files = files;
    this.rows = new EventRows(table.schema(), settings);
    this.partition = new EventPartition(table);
  }

  TaskReport run(IngestTask task) throws IOException {
    try {
      for (InputObject object : task.objects()) {
        reports.add(read(object));
      }
      return report(task);
    } catch (IOException | RuntimeException e) {
      files.discard();
      throw e;
    }
  }

  private TaskReport report(IngestTask task) throws IOException {
    boolean complete = writing;
    return new TaskReport(
        task,
        complete,
        complete ? files.complete() : List.of(),
        rows.shredder().writtenFieldIds(),
        observed,
        reports,
        task.bytes(),
        bytesInflated);
  }

  private ObjectReport read(InputObject object) throws IOException {
    rowsOfObject = 0;
    rescuedOfObject = 0;
    observer = observes() ? newObserver() : null;
    rows.startObject(object);
    ObjectReport report = readOrRefuse(object);
    if (report.isAccepted()) {
      if (observer != null) {
        observed.merge(observer.observation());
      }
    } else if (writing && rowsOfObject > 0) {
      stopWriting();
    }
    return report;
  }

  /** For a new table all is counted; for others only what comes after a misfit. */
  private boolean observes() {
    return settings.phase() == Phase.NEW_TABLE || (settings.phase() != Phase.DECIDED && !writing);
  }

  private Observer newObserver() {
    return settings.phase() == Phase.NEW_TABLE
        ? Observer.ofEverything()
        : Observer.beside(settings.payload(), table.schema());
  }

  private ObjectReport readOrRefuse(InputObject object) throws IOException {
    CountedBytes counted = new CountedBytes();
    try (ExportEvents events =
        new ExportEvents(Gunzip.peel(source.open(object), InflateBounds.DEFAULT))) {
      try {
        String refusal = refusal(events);
        return report(object, events, refusal);
      } finally {
        counted.bytes = events.inflatedBytes();
      }
    } catch (DamagedObjectException | ChangedObjectException e) {
      return new ObjectReport(object, 0, 0, counted.bytes, e.getMessage());
    } finally {
      bytesInflated += counted.bytes;
    }
  }

  private ObjectReport report(InputObject object, ExportEvents events, @Nullable String refusal) {
    return new ObjectReport(
        object, events.position(), rescuedOfObject, events.inflatedBytes(), refusal);
  }

  /** Reads all events; says why the object is refused if it is. */
  private @Nullable String refusal(ExportEvents events) throws IOException {
    while (events.next()) {
      if (events.hasBadRecord()) {
        return "its first "
            + events.badRecordLength()
            + " bytes come before any export stamp (2026-01-31T23:59:59.999Z and a space)";
      }
      event(events);
    }
    return events.position() > 0
        ? null
        : "it has no export lines: no line starts with a stamp (2026-01-31T23:59:59.999Z)";
  }

  private void event(ExportEvents event) throws IOException {
    byte[] bytes = event.buffer();
    boolean json = tape.read(bytes, event.offset(), event.length()) && !tape.hasBrokenKey();
    if (json && observer != null) {
      observer.observe(tape);
    }
    if (writing) {
      write(event, json);
    }
  }

  private void write(ExportEvents event, boolean json) throws IOException {
    InternalRow row =
        json
            ? rows.ofJson(tape, event.epochMillis(), event.position())
            : rows.ofText(
                event.buffer(),
                event.offset(),
                event.length(),
                event.epochMillis(),
                event.position());
    if (row == null) {
      stopWriting();
      observeFromHere();
      return;
    }
    rowsOfObject++;
    rescuedOfObject += rows.hasRescued() ? 1 : 0;
    PartitionKey key = partition.of(event.epochMillis(), row);
    files.write(key, row, event.length());
  }

  private void stopWriting() {
    writing = false;
    files.discard();
  }

  private void observeFromHere() {
    if (observer == null) {
      observer = newObserver();
      observer.observe(tape);
    }
  }

  /** Survives the failure that ends the reading. */
  private static final class CountedBytes {
    private long bytes;
  }
}
