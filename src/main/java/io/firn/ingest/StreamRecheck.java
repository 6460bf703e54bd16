package io.firn.ingest;

import io.firn.landing.InputObject;
import java.io.Serializable;
import java.util.List;

/**
 * A log stream of a window that was exported once more, for events that came late.
 *
 * @param parts what it was exported to, in its order
 * @param earlier what its earlier exports are, each whole
 */
record StreamRecheck(List<InputObject> parts, List<List<InputObject>> earlier)
    implements Serializable {
  StreamRecheck {
    parts = List.copyOf(parts);
    earlier = earlier.stream().map(List::copyOf).toList();
  }
}
