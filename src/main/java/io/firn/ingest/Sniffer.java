package io.firn.ingest;

import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Guesses a new table's schema from the heads of some objects; a wrong guess costs a rerun. */
final class Sniffer {
  private static final int OBJECTS = 16;
  private static final long BYTES_OF_OBJECT = 256L << 10;

  private final ObjectSource source;
  private final InflateBounds bounds;
  private long bytesInflated;

  Sniffer(Configuration configuration, InflateBounds bounds) {
    this.source = new ObjectSource(configuration);
    this.bounds = bounds;
  }

  /** The same for the same tasks, in whatever order they come. */
  Observation sniff(List<IngestTask> tasks, SchemaRules rules) throws IOException {
    List<Head> heads =
        tasks.stream()
            .flatMap(task -> task.objects().stream().map(object -> new Head(task, object)))
            .sorted(Comparator.comparing(head -> head.object().uri()))
            .toList();
    Observer observer = Observer.ofEverything(rules, "");
    int sample = Math.min(OBJECTS, heads.size());
    for (int i = 0; i < sample; i++) {
      sniff(heads.get((int) ((long) i * heads.size() / sample)), observer);
    }
    return observer.observation();
  }

  /** Inflated bytes read so far. */
  long bytesInflated() {
    return bytesInflated;
  }

  private void sniff(Head head, Observer observer) throws IOException {
    PlannedObject object = head.object();
    try (ExportEvents events =
        new ExportEvents(head(Gunzip.peel(source.open(object.object()), bounds)))) {
      RoutedEvents routed =
          new RoutedEvents(
              new EventFields(head.task().policy()),
              events,
              object.source(),
              object.object().stream());
      try {
        while (routed.next()) {
          if (routed.fields() != null) {
            observer.observe(routed.fields(), events.position());
          }
        }
      } finally {
        bytesInflated += events.inflatedBytes();
      }
    } catch (IOException e) {
      // The task that reads the object refuses it; what was seen of it is a guess like any other.
      return;
    }
  }

  /** The first bytes alone, whatever they hold; the event that is cut off there counts as text. */
  private static InputStream head(InputStream content) {
    return new FilterInputStream(content) {
      private long left = BYTES_OF_OBJECT;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        int read = left == 0 ? -1 : in.read(target, from, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
      }
    };
  }

  /** An object whose head is read. */
  private record Head(IngestTask task, PlannedObject object) {}
}
