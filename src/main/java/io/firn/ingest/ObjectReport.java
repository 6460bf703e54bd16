package io.firn.ingest;

import io.firn.landing.InputObject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task found in one object.
 *
 * @param rescued events with values that no column holds
 * @param bytes inflated bytes
 * @param refusal why nothing of it may be ingested, or null
 */
record ObjectReport(
    InputObject object, long events, long rescued, long bytes, @Nullable String refusal)
    implements Serializable {

  boolean isAccepted() {
    return refusal == null;
  }
}
