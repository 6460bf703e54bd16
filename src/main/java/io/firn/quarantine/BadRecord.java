package io.firn.quarantine;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object that are no event.
 *
 * @param object its URI, as in column log_object
 * @param position the number of the event before it in its object; 0 at the object's start
 * @param reason why it is no event
 * @param bytes as they lay in the object, perhaps cut; null where a route forbids to keep them
 */
@SuppressWarnings("ArrayRecordComponent") // Handed through once; nobody compares records.
public record BadRecord(String object, long position, String reason, byte @Nullable [] bytes) {
  public BadRecord {
    if (position < 0) {
      throw new IllegalArgumentException("Invalid position: " + position + " (must be >= 0)");
    }
  }
}
