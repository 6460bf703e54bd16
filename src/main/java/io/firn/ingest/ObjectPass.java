package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.decode.BadBytes;
import io.firn.decode.DamagedObjectException;
import io.firn.decode.LogEvents;
import io.firn.ingest.ObjectWork.Taker;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TablePass.Share;
import io.firn.ingest.WriteSettings.Purpose;
import io.firn.ledger.LogSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The reading of one object: each event goes to the task that takes it. */
final class ObjectPass {
  private final ObjectWork work;
  private final LogEvents events;
  private final BadRecordSink badRecords;
  private final Purpose purpose;

  /** Of a mixed object. */
  private final Map<LogSource, Share> shares = new HashMap<>();

  /** Of a mixed object; null of one that is of one log group. */
  private final @Nullable EventSources sources;

  /** What takes the current event; null if nothing does. */
  private @Nullable Share current;

  ObjectPass(ObjectWork work, LogEvents events, BadRecordSink badRecords, Purpose purpose) {
    this.work = work;
    this.events = events;
    this.badRecords = badRecords;
    this.purpose = purpose;
    this.sources = work.shared() == null ? null : new EventSources(work.shared());
  }

  /**
   * Reads the object to its end.
   *
   * @param wanted tells by their numbers which events; all of a mixed object
   */
  ObjectReading read(LongPredicate wanted) throws IOException {
    begin();
    try {
      boolean more = true;
      while (more) {
        more = next();
        keepBadRecords();
        if (more && isMixedUnawares()) {
          return refused(Kind.MIXED, "its events say themselves where they come from");
        }
        if (more && wanted.test(events.position())) {
          event();
        }
      }
      return events.isRecognised() ? accepted(null) : refused(Kind.QUARANTINED, unrecognised());
    } catch (UnreadableObjectException e) {
      return refused(Kind.UNREADABLE, String.valueOf(e.getMessage()));
    } catch (DamagedObjectException e) {
      String damage = String.valueOf(e.getMessage());
      return purpose == Purpose.SALVAGE && events.position() > 0
          ? accepted(damage)
          : refused(Kind.QUARANTINED, damage);
    }
  }

  private void begin() {
    for (Taker taker : work.takers()) {
      Share share = taker.table().begin(taker.object(), events);
      if (work.shared() == null) {
        current = share;
      } else {
        shares.put(taker.object().source(), share);
      }
    }
  }

  private boolean next() throws IOException {
    try {
      return events.next();
    } catch (DamagedObjectException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableObjectException(e);
    }
  }

  /** Planned for one table, and what it holds may belong into others. */
  private boolean isMixedUnawares() {
    return work.shared() == null && work.format() == ObjectFormat.AUTO && events.origin() != null;
  }

  private void event() throws IOException {
    if (sources != null && sources.follow(events.origin())) {
      current = sources.current().map(this::share).orElse(null);
    }
    if (current != null) {
      current.take();
      return;
    }
    MixedObject mixed = work.mixed();
    boolean isHomeless = sources != null && sources.current().isEmpty();
    if (isHomeless && mixed != null && mixed.keepsRecords()) {
      badRecords.add(work.uri(), List.of(homeless()), mixed.keepsBytes());
    }
  }

  /** Null where no task takes the source's events now. */
  private @Nullable Share share(LogSource source) {
    Share share = shares.get(source);
    MixedObject mixed = work.mixed();
    if (share == null && mixed != null && !mixed.sources().contains(source)) {
      throw new IllegalStateException(
          work.uri() + " was not known to have events of " + source.group());
    }
    return share;
  }

  private BadBytes homeless() {
    int kept = Math.min(events.length(), BadBytes.MOST_KEPT);
    return new BadBytes(
        events.position() - 1,
        "it names no log group, and neither does its input",
        Arrays.copyOfRange(events.buffer(), events.offset(), events.offset() + kept),
        events.length());
  }

  private void keepBadRecords() throws IOException {
    List<BadBytes> found = events.takeBadRecords();
    if (found.isEmpty()) {
      return;
    }
    Taker only = work.only();
    if (work.mixed() != null) {
      if (work.mixed().keepsRecords()) {
        badRecords.add(work.uri(), found, work.mixed().keepsBytes());
      }
    } else if (only != null && only.object().recheck() == null) {
      badRecords.add(work.uri(), found, only.table().storesText());
    }
  }

  private String unrecognised() {
    return switch (work.format()) {
      case AUTO, EXPORT ->
          "it has no export lines: no line starts with a stamp (2026-01-31T23:59:59.999Z and a"
              + " space); NDJSON? Set format: ndjson, or text for plain lines";
      case SUBSCRIPTION ->
          "it has no message of a subscription filter (look at the input's format)";
      case NDJSON -> "it has no JSON object (look at the input's format)";
      case TEXT -> "it has no line";
    };
  }

  private ObjectReading accepted(@Nullable String salvaged) {
    return new ObjectReading(events.position(), events.inflatedBytes(), null, salvaged);
  }

  private ObjectReading refused(Kind kind, String reason) {
    return new ObjectReading(
        events.position(), events.inflatedBytes(), new Refusal(kind, reason), null);
  }
}
