package io.firn.ingest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the reading of a mixed object found beside its events.
 *
 * @param lastPosition number of the last event that was read whole
 * @param bytes inflated bytes
 * @param refusal why nothing of it may be ingested, or null
 * @param salvaged of an object that is taken in up to its damage: what is wrong with it
 */
record MixedReport(
    MixedObject object,
    long badRecords,
    long lastPosition,
    long bytes,
    @Nullable Refusal refusal,
    @Nullable String salvaged)
    implements Serializable {
  boolean isAccepted() {
    return refusal == null;
  }

  /** Why the object is not ingested. */
  Refusal refused() {
    if (refusal == null) {
      throw new IllegalStateException(
          "Cannot say why " + object.uri() + " was refused: it was not");
    }
    return refusal;
  }
}
