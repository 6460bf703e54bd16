package io.firn.ingest;

import java.io.Serializable;

/** What a task found in one object. */
record ObjectReport(PlannedObject object, EventCounts counts, ObjectReading reading)
    implements Serializable {

  boolean isAccepted() {
    return reading.isAccepted();
  }

  /** Why the object is not ingested. */
  Refusal refused() {
    return reading.refused();
  }
}
