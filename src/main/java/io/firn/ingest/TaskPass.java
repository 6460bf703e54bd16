package io.firn.ingest;

import io.firn.decode.DamagedObjectException;
import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.quarantine.BadRecord;
import io.firn.quarantine.BadRecordFile;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
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
  private final BadRecordFile badRecords;
  private final EventRows rows;
  private final EventPartition partition;
  private final Observation observed = new Observation();
  private final List<ObjectReport> reports = new ArrayList<>();

  private @Nullable StreamRecheck recheck;
  private @Nullable LateEvents late;
  private @Nullable Observer observer;
  private String uri = "";
  private boolean writing;
  private long rowsOfObject;
  private long rescuedOfObject;
  private long bytesInflated;

  TaskPass(
      Table table,
      WriteSettings settings,
      ObjectSource source,
      PartitionedFiles files,
      BadRecordFile badRecords) {
    this.table = table;
    this.settings = settings;
    this.source = source;
    this.files = files;
    this.badRecords = badRecords;
    this.rows = new EventRows(table.schema(), settings);
    this.partition = new EventPartition(table);
    this.writing = settings.purpose() != Purpose.PREVIEW;
  }

  /**
   * Reads all objects.
   *
   * @param progress gets each object that was read
   */
  TaskReport run(IngestTask task, Consumer<PlannedObject> progress) throws IOException {
    try {
      EventFields fields = new EventFields(task.policy());
      for (PlannedObject object : task.objects()) {
        reports.add(read(fields, object));
        progress.accept(object);
      }
      return report(task);
    } catch (IOException | RuntimeException e) {
      discard();
      throw e;
    }
  }

  private TaskReport report(IngestTask task) throws IOException {
    boolean complete = writing;
    return new TaskReport(
        task,
        complete,
        complete ? files.complete() : List.of(),
        complete ? badRecords.complete() : List.of(),
        rows.shredder().writtenFieldIds(),
        rows.shredder().overBudget(),
        observed,
        reports,
        task.bytes(),
        bytesInflated);
  }

  private ObjectReport read(EventFields fields, PlannedObject object) throws IOException {
    rowsOfObject = 0;
    rescuedOfObject = 0;
    uri = object.uri();
    observer = observes() ? newObserver() : null;
    rows.startObject(object);
    ObjectReport report = new ObjectPass(fields, object).read();
    bytesInflated += report.bytes();
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
    return settings.observesEverything() || (!settings.isDecided() && !writing);
  }

  private Observer newObserver() {
    return settings.observesEverything()
        ? Observer.ofEverything(settings.rules(), uri)
        : Observer.beside(settings.payload(), table.schema(), settings.rules(), uri);
  }

  /** Neighbours are of one stream, mostly. */
  private LongPredicate wanted(PlannedObject object) throws IOException {
    StreamRecheck asked = object.recheck();
    if (asked == null) {
      return position -> true;
    }
    LateEvents known = late;
    if (known == null || !asked.equals(recheck)) {
      known = LateEvents.find(source, settings.inflate(), asked);
      late = known;
      recheck = asked;
    }
    LateEvents found = known;
    return position -> found.contain(object.uri(), position);
  }

  private void event(RoutedEvents events) throws IOException {
    if (observer != null && events.fields() != null) {
      observer.observe(events.fields(), events.current().position());
    }
    rowsOfObject++;
    if (writing) {
      write(events);
    }
  }

  private void write(RoutedEvents events) throws IOException {
    InternalRow row = rows.of(events);
    if (row == null) {
      stopWriting();
      observeFromHere(events);
      return;
    }
    rescuedOfObject += rows.hasRescued() ? 1 : 0;
    PartitionKey key = partition.of(events.current().epochMillis(), row);
    files.write(key, row, events.current().length());
  }

  private void stopWriting() {
    writing = false;
    discard();
  }

  private void discard() {
    files.discard();
    badRecords.discard();
  }

  private void observeFromHere(RoutedEvents events) {
    if (observer == null && events.fields() != null) {
      observer = newObserver();
      observer.observe(events.fields(), events.current().position());
    }
  }

  /** The reading of one object. */
  private final class ObjectPass {
    private final EventFields fields;
    private final PlannedObject object;
    private @Nullable RoutedEvents routed;

    ObjectPass(EventFields fields, PlannedObject object) {
      this.fields = fields;
      this.object = object;
    }

    ObjectReport read() throws IOException {
      try {
        LongPredicate wanted = wanted(object);
        return read(wanted);
      } catch (ChangedObjectException e) {
        // A window never changes: what is missing of it is for a person to know.
        return refused(
            object.isPart() ? Kind.QUARANTINED : Kind.CHANGED, String.valueOf(e.getMessage()));
      } catch (UnreadableObjectException e) {
        return refused(Kind.UNREADABLE, String.valueOf(e.getMessage()));
      } catch (DamagedObjectException e) {
        String damage = String.valueOf(e.getMessage());
        return settings.purpose() == Purpose.SALVAGE && rowsOfObject > 0
            ? accepted(damage)
            : refused(Kind.QUARANTINED, damage);
      }
    }

    private ObjectReport read(LongPredicate wanted) throws IOException {
      try (ExportEvents events = new ExportEvents(open())) {
        routed =
            new RoutedEvents(fields, events, object.source(), object.object().stream(), wanted);
        readEvents(routed);
        return routed.hasEventsOrNothing()
            ? accepted(null)
            : refused(Kind.QUARANTINED, noExportLines());
      }
    }

    private InputStream open() throws IOException {
      try {
        return Gunzip.peel(source.open(object.object()), settings.inflate());
      } catch (ChangedObjectException | DamagedObjectException e) {
        throw e;
      } catch (IOException e) {
        throw new UnreadableObjectException(e);
      }
    }

    private void readEvents(RoutedEvents events) throws IOException {
      while (events.next()) {
        event(events);
      }
    }

    private String noExportLines() {
      return "it has no export lines: no line starts with a stamp (2026-01-31T23:59:59.999Z and a"
          + " space); NDJSON?";
    }

    private boolean hasBadRecord() {
      return routed != null && routed.current().hasBadRecord();
    }

    /** The text before the first stamp; not stored where text may not be. */
    private BadRecord badRecord(ExportEvents events) {
      byte[] kept = events.badRecord();
      long length = events.badRecordLength();
      String reason =
          length
              + " bytes come before the first export stamp"
              + (kept.length < length ? "; the first " + kept.length + " are kept" : "");
      boolean stored = fields.policy().storesText();
      return new BadRecord(object.uri(), 0, reason, stored ? kept : null);
    }

    private ObjectReport accepted(@Nullable String salvaged) throws IOException {
      if (writing && hasBadRecord() && object.recheck() == null) {
        badRecords.add(badRecord(Objects.requireNonNull(routed).current()));
      }
      return report(null, salvaged);
    }

    private ObjectReport refused(Kind kind, String reason) {
      return report(new Refusal(kind, reason), null);
    }

    private ObjectReport report(@Nullable Refusal refusal, @Nullable String salvaged) {
      if (routed == null) {
        return new ObjectReport(object, EventCounts.NONE, 0, 0, refusal, salvaged);
      }
      EventCounts counts =
          new EventCounts(
              rowsOfObject,
              routed.filtered(),
              hasBadRecord() && object.recheck() == null ? 1 : 0,
              rescuedOfObject,
              routed.withheld(),
              routed.valuesDropped(),
              routed.valuesMasked());
      return new ObjectReport(
          object,
          counts,
          routed.current().position(),
          routed.current().inflatedBytes(),
          refusal,
          salvaged);
    }
  }
}
