package io.firn.ingest;

import io.firn.landing.InputObject;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log stream of a window that was exported once more, for events that came late.
 *
 * @param parts what it was exported to, in its order
 * @param earlier what its earlier exports are, each whole
 * @param obstacle why they cannot be compared; null if they can
 */
record StreamRecheck(
    List<InputObject> parts, List<List<InputObject>> earlier, @Nullable String obstacle)
    implements Serializable {
  StreamRecheck {
    parts = List.copyOf(parts);
    earlier = earlier.stream().map(List::copyOf).toList();
  }
}
