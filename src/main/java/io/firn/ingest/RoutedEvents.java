package io.firn.ingest;

import io.firn.decode.LogEvents;
import io.firn.decode.Origin;
import io.firn.ledger.LogSource;
import io.firn.parse.JsonTape;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.FilteredEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of one log group in an object as its route wants them: parsed, without those that the
 * filter drops, and with nothing left of what is dropped or masked. Whatever comes behind sees no
 * other text.
 */
final class RoutedEvents implements FilteredEvent {
  private final EventFields fields;
  private final EventPolicy policy;
  private final @Nullable EventFilter filter;
  private final LogEvents events;
  private final String group;
  private final @Nullable String stream;

  private boolean json;
  private long filtered;
  private long withheld;
  private long dropped;
  private long masked;

  /**
   * None is read yet.
   *
   * @param events of the object, whose current one {@link #read} looks at
   * @param stream of events that do not name theirs
   */
  RoutedEvents(EventFields fields, LogEvents events, LogSource source, @Nullable String stream) {
    this.fields = fields;
    this.policy = fields.policy();
    this.filter = policy.filter();
    this.events = events;
    this.group = source.group().name();
    this.stream = stream;
  }

  /** Parses the object's current event; false if the filter drops it. */
  boolean read() {
    json = fields.read(events.buffer(), events.offset(), events.length());
    if (filter != null && filter.drops(this)) {
      filtered++;
      return false;
    }
    redact();
    return true;
  }

  private void redact() {
    if (!json) {
      withheld += storesText() ? 0 : 1;
    } else if (fields.redact()) {
      dropped += fields.dropped();
      masked += fields.masked();
    }
  }

  /** The event's fields, or null if it is text. */
  @Override
  public @Nullable JsonTape fields() {
    return json ? fields.tape() : null;
  }

  /** As they were before anything was unwrapped, dropped or masked. */
  @Override
  public byte[] bytes() {
    return events.buffer();
  }

  @Override
  public int offset() {
    return events.offset();
  }

  @Override
  public int length() {
    return events.length();
  }

  @Override
  public String logGroup() {
    return group;
  }

  @Override
  public @Nullable String logStream() {
    Origin origin = events.origin();
    return origin == null || origin.logStream() == null ? stream : origin.logStream();
  }

  /** Whether the raw text of the event belongs into its row. */
  boolean storesRaw() {
    return json ? policy.raw() == RawText.ALWAYS && policy.storesText() : storesText();
  }

  private boolean storesText() {
    return policy.storesText();
  }

  /** The object's own events, to read time, position and raw text from. */
  LogEvents current() {
    return events;
  }

  long filtered() {
    return filtered;
  }

  /** Events whose text is not stored because the route forbids it. */
  long withheld() {
    return withheld;
  }

  long valuesDropped() {
    return dropped;
  }

  long valuesMasked() {
    return masked;
  }
}
