package io.firn.ingest;

import io.firn.decode.LogEvents;
import io.firn.decode.Origin;
import io.firn.ledger.LogSource;
import io.firn.parse.JsonTape;
import io.firn.parse.MessageParser.Parsed;
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

  private Parsed parsed = Parsed.NOT;
  private long filtered;
  private long unparsed;
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
    fields.startObject();
    this.policy = fields.policy();
    this.filter = policy.filter();
    this.events = events;
    this.group = source.group().name();
    this.stream = stream;
  }

  /** Parses the object's current event; false if the filter drops it. */
  boolean read() {
    parsed = fields.read(events.buffer(), events.offset(), events.length());
    if (filter != null && filter.drops(this)) {
      filtered++;
      return false;
    }
    unparsed += isUnparsed() ? 1 : 0;
    redact();
    return true;
  }

  /** Where text is what was asked for, it is no failure. */
  private boolean isUnparsed() {
    return parsed == Parsed.PARTLY || (parsed == Parsed.NOT && !policy.parser().takesText());
  }

  private void redact() {
    boolean hasText = parsed != Parsed.WHOLLY || fields.leftTextOut();
    withheld += hasText && !storesText() ? 1 : 0;
    if (parsed != Parsed.NOT && fields.redact()) {
      dropped += fields.dropped();
      masked += fields.masked();
    }
  }

  /** The event's fields, or null if it is text. */
  @Override
  public @Nullable JsonTape fields() {
    return parsed == Parsed.NOT ? null : fields.tape();
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
    return storesText() && (parsed != Parsed.WHOLLY || policy.raw() == RawText.ALWAYS);
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

  /** Events that the route's parser does not hold in fields, or not all of them. */
  long unparsed() {
    return unparsed;
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
