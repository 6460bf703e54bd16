package io.firn.ingest;

import io.firn.decode.DamagedObjectException;
import io.firn.decode.ExportEvents;
import io.firn.ledger.LogSource;
import io.firn.parse.JsonTape;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.FilteredEvent;
import java.io.IOException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of an object as its route wants them: parsed, without those that the filter drops, and
 * with nothing left of what is dropped or masked. Whatever comes behind sees no other text.
 */
final class RoutedEvents implements FilteredEvent {
  private final EventFields fields;
  private final EventPolicy policy;
  private final @Nullable EventFilter filter;
  private final ExportEvents events;
  private final String group;
  private final @Nullable String stream;
  private final LongPredicate wanted;

  private boolean json;
  private long filtered;
  private long withheld;
  private long dropped;
  private long masked;

  RoutedEvents(EventFields fields, ExportEvents events, LogSource source, @Nullable String stream) {
    this(fields, events, source, stream, position -> true);
  }

  /**
   * Of some events of the object.
   *
   * @param wanted tells by their number in it which
   */
  RoutedEvents(
      EventFields fields,
      ExportEvents events,
      LogSource source,
      @Nullable String stream,
      LongPredicate wanted) {
    this.wanted = wanted;
    this.fields = fields;
    this.policy = fields.policy();
    this.filter = policy.filter();
    this.events = events;
    this.group = source.group().name();
    this.stream = stream;
  }

  /**
   * Goes to the next event that is kept; false at the end of the object.
   *
   * @throws DamagedObjectException if its bytes are not what they claim to be
   * @throws UnreadableObjectException if storage fails
   */
  boolean next() throws IOException {
    while (nextOfObject()) {
      json = fields.read(events.buffer(), events.offset(), events.length());
      if (!isFiltered()) {
        redact();
        return true;
      }
      filtered++;
    }
    return false;
  }

  private boolean nextOfObject() throws IOException {
    try {
      boolean more;
      do {
        more = events.next();
      } while (more && !wanted.test(events.position()));
      return more;
    } catch (DamagedObjectException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableObjectException(e);
    }
  }

  private boolean isFiltered() {
    return filter != null && filter.drops(this);
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
    return stream;
  }

  /** Whether the raw text of the event belongs into its row. */
  boolean storesRaw() {
    return json ? policy.raw() == RawText.ALWAYS && policy.storesText() : storesText();
  }

  private boolean storesText() {
    return policy.storesText();
  }

  /** The object's own events, to read time, position and raw text from. */
  ExportEvents current() {
    return events;
  }

  /** Whether the object has export lines, kept or filtered, or nothing at all. */
  boolean hasEventsOrNothing() {
    return events.position() > 0 || events.inflatedBytes() == 0;
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
