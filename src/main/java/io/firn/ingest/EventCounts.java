package io.firn.ingest;

import java.io.Serializable;
import java.util.Collection;

/**
 * What became of events.
 *
 * @param events rows
 * @param filtered events that the route's filter dropped
 * @param badRecords pieces that are no event
 * @param rescued rows with values that no column holds
 * @param unparsed rows that the route's parser, if it does not take text, did not make fields of,
 *     or not of all
 * @param withheld rows without their text, because the route redacts and it could not be parsed
 * @param valuesDropped values that the route drops
 * @param valuesMasked values that the route masks
 * @param duplicates events that the table has already, or another object of the batch
 */
public record EventCounts(
    long events,
    long filtered,
    long badRecords,
    long rescued,
    long unparsed,
    long withheld,
    long valuesDropped,
    long valuesMasked,
    long duplicates)
    implements Serializable {
  public static final EventCounts NONE = new EventCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  static EventCounts ofBadRecords(long badRecords) {
    return new EventCounts(0, 0, badRecords, 0, 0, 0, 0, 0, 0);
  }

  /** The sum of two counts. */
  public EventCounts plus(EventCounts other) {
    return new EventCounts(
        events + other.events,
        filtered + other.filtered,
        badRecords + other.badRecords,
        rescued + other.rescued,
        unparsed + other.unparsed,
        withheld + other.withheld,
        valuesDropped + other.valuesDropped,
        valuesMasked + other.valuesMasked,
        duplicates + other.duplicates);
  }

  static EventCounts sum(Collection<EventCounts> counts) {
    return counts.stream().reduce(NONE, EventCounts::plus);
  }
}
