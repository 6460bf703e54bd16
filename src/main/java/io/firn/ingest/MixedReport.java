package io.firn.ingest;

import java.io.Serializable;

/** What the reading of a mixed object found beside its events. */
record MixedReport(MixedObject object, long badRecords, ObjectReading reading)
    implements Serializable {

  boolean isAccepted() {
    return reading.isAccepted();
  }

  /** Why the object is not ingested. */
  Refusal refused() {
    return reading.refused();
  }
}
