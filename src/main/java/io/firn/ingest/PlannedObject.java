package io.firn.ingest;

import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import java.io.Serializable;

/** An object that a task reads, and where its events come from. */
record PlannedObject(InputObject object, LogSource source) implements Serializable {
  long bytes() {
    return object.identity().size();
  }

  String uri() {
    return object.identity().uri();
  }
}
