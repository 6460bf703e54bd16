package io.firn.ingest;

import io.firn.decode.LogEvents;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a bundle's objects brings for one of its tasks: it writes as long as the
 * schema holds what it is given, and from then on only observes. An object is all or nothing.
 */
final class TablePass {
  private final IngestTask task;
  private final Table table;
  private final WriteSettings settings;
  private final PartitionedFiles files;
  private final EventFields fields;
  private final EventRows rows;
  private final EventPartition partition;
  private final Observation observed = new Observation();
  private final List<ObjectReport> reports = new ArrayList<>();

  /** Of the object that is read now: itself, or its shares. */
  private final List<Share> shares = new ArrayList<>();

  private @Nullable Share last;
  private @Nullable Observer observer;
  private boolean writing;

  TablePass(IngestTask task, Table table, WriteSettings settings, PartitionedFiles files) {
    this.task = task;
    this.table = table;
    this.settings = settings;
    this.files = files;
    this.fields = new EventFields(task.policy());
    this.rows = new EventRows(table, settings);
    this.partition = new EventPartition(table);
    this.writing = settings.round().purpose() != Purpose.PREVIEW;
  }

  /** What the task takes of the object that is read now. */
  final class Share {
    private final PlannedObject object;
    private final RoutedEvents events;
    private long rowCount;
    private long rescued;
    private long duplicates;

    private Share(PlannedObject object, RoutedEvents events) {
      this.object = object;
      this.events = events;
    }

    /** Takes the object's current event. */
    void take() throws IOException {
      if (object.leavesOut(events.current().position())) {
        duplicates++;
        return;
      }
      if (last != this) {
        rows.startObject(object);
        last = this;
      }
      if (events.read()) {
        observe();
        rowCount++;
        if (writing) {
          write();
        }
      }
    }

    private void observe() {
      if (observer != null && events.fields() != null) {
        observer.observe(events.fields(), events.current().position());
      }
    }

    private void write() throws IOException {
      InternalRow row = rows.of(events);
      if (row == null) {
        stopWriting();
        observeFromHere();
        return;
      }
      rescued += rows.hasRescued() ? 1 : 0;
      LogEvents event = events.current();
      PartitionKey key = partition.of(event.epochMillis(), row);
      files.write(key, row, event.length());
    }

    private void observeFromHere() {
      if (observer == null && events.fields() != null) {
        observer = newObserver(object.uri());
        observe();
      }
    }

    private EventCounts counts(int badRecords) {
      return new EventCounts(
          rowCount,
          events.filtered(),
          badRecords,
          rescued,
          events.unparsed(),
          events.withheld(),
          events.valuesDropped(),
          events.valuesMasked(),
          duplicates);
    }
  }

  /** The next events are of the object. */
  Share begin(PlannedObject object, LogEvents events) {
    if (shares.isEmpty()) {
      observer = observes() ? newObserver(object.uri()) : null;
    }
    Share share =
        new Share(
            object, new RoutedEvents(fields, events, object.source(), object.object().stream()));
    shares.add(share);
    return share;
  }

  /** For a new table all is counted; for others only what comes after a misfit. */
  private boolean observes() {
    return settings.observesEverything() || (!settings.isDecided() && !writing);
  }

  private Observer newObserver(String uri) {
    return settings.observesEverything()
        ? Observer.ofEverything(settings.rules(), uri)
        : Observer.beside(settings.payload(), table.schema(), settings.rules(), uri);
  }

  /** Whether anything of the object that is read now was taken. */
  boolean hasRows() {
    return shares.stream().anyMatch(share -> share.rowCount > 0);
  }

  /**
   * The object is read to its end.
   *
   * @param badRecords that it has, and that are this task's to keep
   */
  void end(ObjectReading reading, int badRecords) {
    for (Share share : shares) {
      reports.add(new ObjectReport(share.object, share.counts(badRecords), reading));
    }
    if (shares.isEmpty()) {
      return;
    }
    if (reading.isAccepted()) {
      if (observer != null) {
        observed.merge(observer.observation());
      }
    } else if (hasRows()) {
      stopWriting();
    }
    shares.clear();
    last = null;
  }

  /** An object that could not even be opened. */
  void refuse(PlannedObject object, Refusal refusal) {
    reports.add(new ObjectReport(object, EventCounts.NONE, ObjectReading.refused(refusal)));
  }

  /** What was written is of no use any more. */
  void stopWriting() {
    if (writing) {
      writing = false;
      discard();
    }
  }

  boolean isWriting() {
    return writing;
  }

  boolean storesText() {
    return fields.policy().storesText();
  }

  void discard() {
    files.discard();
  }

  /**
   * What came of it.
   *
   * @param badRecords of its objects; none if it does not write
   */
  TaskReport report(List<DataFile> badRecords) throws IOException {
    return new TaskReport(
        task,
        writing,
        writing ? files.complete() : List.of(),
        badRecords,
        rows.shredder().writtenFieldIds(),
        rows.shredder().overBudget(),
        observed,
        reports);
  }
}
