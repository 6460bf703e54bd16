package io.firn.ingest;

import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import io.firn.decode.LogEvents;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import io.firn.shred.Observer;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Guesses a new table's schema from the heads of some objects; a wrong guess costs a rerun. The
 * heads of mixed objects are of other log groups, mostly: from them nothing is guessed.
 */
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
            .filter(head -> !head.object().isShare())
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
    try (LogEvents events =
        source.head(object.object(), new Decoder(object.format(), bounds), BYTES_OF_OBJECT)) {
      RoutedEvents routed =
          new RoutedEvents(
              new EventFields(head.task().policy()),
              events,
              object.source(),
              object.object().stream());
      try {
        while (events.next()) {
          if (routed.read() && routed.fields() != null) {
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

  /** An object whose head is read. */
  private record Head(IngestTask task, PlannedObject object) {}
}
