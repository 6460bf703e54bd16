package io.firn.ingest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of an object ended.
 *
 * @param lastPosition number of the last event that was read whole
 * @param bytes inflated bytes
 * @param refusal why nothing of it may be ingested, or null
 * @param salvaged of an object that is taken in up to its damage: what is wrong with it
 */
record ObjectReading(
    long lastPosition, long bytes, @Nullable Refusal refusal, @Nullable String salvaged)
    implements Serializable {

  /** Of an object that was not even opened. */
  static ObjectReading refused(Refusal refusal) {
    return new ObjectReading(0, 0, refusal, null);
  }

  boolean isAccepted() {
    return refusal == null;
  }

  /** Why the object is not ingested. */
  Refusal refused() {
    if (refusal == null) {
      throw new IllegalStateException("Cannot say why an object was refused: it was not");
    }
    return refusal;
  }
}
