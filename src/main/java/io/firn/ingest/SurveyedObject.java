package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.decode.Decoder;
import io.firn.decode.LogEvents;
import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/** A mixed object that is to be read for the log groups that it has events of. */
record SurveyedObject(InputObject object, ObjectFormat format, SourceDefaults defaults)
    implements Serializable {

  long bytes() {
    return object.identity().size();
  }

  /** Reads it; what is wrong with it is for the batch to find that takes it. */
  Survey survey(ObjectSource source, Decoder decoder) {
    Set<LogSource> sources = new HashSet<>();
    long bytes = 0;
    try (LogEvents events = source.events(object, decoder)) {
      try {
        collect(events, sources);
      } finally {
        bytes = events.inflatedBytes();
      }
    } catch (IOException e) {
      return new Survey(object.identity().uri(), sources, bytes);
    }
    return new Survey(object.identity().uri(), sources, bytes);
  }

  private void collect(LogEvents events, Set<LogSource> sources) throws IOException {
    EventSources from = new EventSources(defaults);
    while (events.next()) {
      if (from.follow(events.origin())) {
        from.current().ifPresent(sources::add);
      }
    }
  }
}
