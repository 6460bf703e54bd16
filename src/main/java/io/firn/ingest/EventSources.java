package io.firn.ingest;

import io.firn.decode.Origin;
import io.firn.ledger.LogSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of an object come from, one after the other; neighbours mostly from one place.
 */
final class EventSources {
  private final SourceDefaults defaults;
  private @Nullable Origin origin;
  private Optional<LogSource> source;
  private boolean isFirst = true;

  /** Before the first event. */
  EventSources(SourceDefaults defaults) {
    this.defaults = defaults;
    this.source = defaults.source(null);
  }

  /**
   * Goes to the event of this origin; false if it comes from where the one before came from.
   *
   * @param next the same instance as long as it stays equal, as {@link
   *     io.firn.decode.LogEvents#origin} gives it
   */
  @SuppressWarnings("ReferenceEquality") // Said of the parameter.
  boolean follow(@Nullable Origin next) {
    boolean first = isFirst;
    isFirst = false;
    if (next == origin) {
      return first;
    }
    origin = next;
    source = defaults.source(next);
    return true;
  }

  /** Where the event comes from; empty if neither it nor its input names a log group. */
  Optional<LogSource> current() {
    return source;
  }
}
