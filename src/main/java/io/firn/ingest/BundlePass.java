package io.firn.ingest;

import io.firn.decode.DamagedObjectException;
import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import io.firn.decode.LogEvents;
import io.firn.ingest.ObjectWork.Taker;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.WriteSettings.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/** One reading of a bundle's objects, each once, for all its tasks. */
final class BundlePass {
  private final TaskBundle bundle;
  private final ObjectSource source;
  private final InflateBounds bounds;
  private final Purpose purpose;
  private final List<TablePass> tables;
  private final BadRecordSink badRecords;
  private final List<MixedReport> mixed = new ArrayList<>();

  private long bytesInflated;
  private long controlMessages;
  private @Nullable StreamRecheck recheck;
  private @Nullable LateEvents late;

  /**
   * A pass that has read nothing yet.
   *
   * @param tables one for each task of the bundle, in its order
   */
  BundlePass(
      TaskBundle bundle,
      ObjectSource source,
      InflateBounds bounds,
      Purpose purpose,
      List<TablePass> tables,
      BadRecordSink badRecords) {
    this.bundle = bundle;
    this.source = source;
    this.bounds = bounds;
    this.purpose = purpose;
    this.tables = List.copyOf(tables);
    this.badRecords = badRecords;
  }

  /**
   * Reads all objects.
   *
   * @param progress gets each object that was read
   */
  BundleReport run(Consumer<ObjectWork> progress) throws IOException {
    try {
      for (ObjectWork work : ObjectWork.of(bundle, tables)) {
        read(work);
        progress.accept(work);
      }
      return report();
    } catch (IOException | RuntimeException e) {
      tables.forEach(TablePass::discard);
      badRecords.stopWriting();
      throw e;
    }
  }

  /** Bad records are the one task's, or those of mixed objects. */
  private BundleReport report() throws IOException {
    boolean ofTask = bundle.mixed().isEmpty();
    boolean complete = badRecords.isWriting() || purpose == Purpose.PREVIEW;
    List<DataFile> bad = badRecords.complete();
    List<TaskReport> reports = new ArrayList<>();
    for (TablePass table : tables) {
      reports.add(table.report(ofTask ? bad : List.of()));
    }
    return new BundleReport(
        bundle,
        reports,
        mixed,
        ofTask || complete,
        ofTask ? List.of() : bad,
        bytesInflated,
        controlMessages);
  }

  private void read(ObjectWork work) throws IOException {
    try {
      LongPredicate wanted = wanted(work);
      try (LogEvents events = source.events(work.object(), new Decoder(work.format(), bounds))) {
        end(work, new ObjectPass(work, events, badRecords, purpose).read(wanted));
        controlMessages += events.controlMessages();
      }
    } catch (ChangedObjectException e) {
      refuse(work, changed(work, e));
    } catch (UnreadableObjectException e) {
      refuse(work, new Refusal(Kind.UNREADABLE, String.valueOf(e.getMessage())));
    } catch (DamagedObjectException e) {
      refuse(work, new Refusal(Kind.QUARANTINED, String.valueOf(e.getMessage())));
    }
  }

  /** A window never changes: what is missing of it is for a person to know. */
  private static Refusal changed(ObjectWork work, ChangedObjectException e) {
    Taker only = work.only();
    boolean isPart = only != null && only.object().isPart();
    return new Refusal(isPart ? Kind.QUARANTINED : Kind.CHANGED, String.valueOf(e.getMessage()));
  }

  /** Neighbours are of one stream, mostly. */
  private LongPredicate wanted(ObjectWork work) throws IOException {
    Taker only = work.only();
    StreamRecheck asked = only == null ? null : only.object().recheck();
    if (asked == null) {
      return position -> true;
    }
    LateEvents known = late;
    if (known == null || !asked.equals(recheck)) {
      known = LateEvents.find(source, bounds, asked);
      late = known;
      recheck = asked;
    }
    LateEvents found = known;
    return position -> found.contain(work.uri(), position);
  }

  /** Of an object that was not even opened. */
  private void refuse(ObjectWork work, Refusal refusal) {
    work.takers().forEach(taker -> taker.table().refuse(taker.object(), refusal));
    if (work.mixed() != null) {
      mixed.add(new MixedReport(work.mixed(), 0, ObjectReading.refused(refusal)));
    }
  }

  private void end(ObjectWork work, ObjectReading reading) throws IOException {
    bytesInflated += reading.bytes();
    int bad = badRecords.ofObject();
    badRecords.end(reading.isAccepted());
    tables.forEach(table -> table.end(reading, work.shared() == null ? bad : 0));
    if (work.mixed() != null) {
      mixed.add(new MixedReport(work.mixed(), bad, reading));
    } else if (work.shared() == null) {
      keepTogether(tables.get(0));
    }
  }

  /** The rows and the bad records of a task are complete, or neither is. */
  private void keepTogether(TablePass table) {
    if (!table.isWriting()) {
      badRecords.stopWriting();
    } else if (!badRecords.isWriting()) {
      table.stopWriting();
    }
  }
}
