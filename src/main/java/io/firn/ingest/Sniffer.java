package io.firn.ingest;

import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import io.firn.landing.InputObject;
import io.firn.parse.JsonTape;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Guesses a new table's schema from the heads of some objects; a wrong guess costs a rerun. */
final class Sniffer {
  private static final int OBJECTS = 16;
  private static final long BYTES_OF_OBJECT = 256L << 10;

  private final ObjectSource source;
  private long bytesInflated;

  Sniffer(Configuration configuration) {
    this.source = new ObjectSource(configuration);
  }

  /** The same for the same objects, in whatever order they were found: they come sorted. */
  Observation sniff(List<InputObject> objects) throws IOException {
    Observer observer = Observer.ofEverything();
    int sample = Math.min(OBJECTS, objects.size());
    for (int i = 0; i < sample; i++) {
      sniff(objects.get((int) ((long) i * objects.size() / sample)), observer);
    }
    return observer.observation();
  }

  /** Inflated bytes read so far. */
  long bytesInflated() {
    return bytesInflated;
  }

  private void sniff(InputObject object, Observer observer) throws IOException {
    JsonTape tape = new JsonTape();
    try (ExportEvents events =
        new ExportEvents(Gunzip.peel(source.open(object), InflateBounds.DEFAULT))) {
      try {
        while (events.inflatedBytes() < BYTES_OF_OBJECT && events.next()) {
          observe(events, tape, observer);
        }
      } finally {
        bytesInflated += events.inflatedBytes();
      }
    } catch (io.firn.decode.DamagedObjectException | ChangedObjectException e) {
      // The task that reads the object refuses it; what was seen of it is a guess like any other.
      return;
    }
  }

  private static void observe(ExportEvents events, JsonTape tape, Observer observer) {
    boolean json = tape.read(events.buffer(), events.offset(), events.length());
    if (json && !tape.hasBrokenKey()) {
      observer.observe(tape);
    }
  }
}
