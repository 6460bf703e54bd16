package io.firn.ingest;

import io.firn.landing.InputObject;
import io.firn.ledger.Candidate;

/** An object, and the input that it was found in. */
record Listed(IngestInput input, InputObject object) {
  /** What the ledger knows it by. */
  Candidate candidate() {
    return new Candidate(input.table(), object.identity());
  }

  PlannedObject planned() {
    return new PlannedObject(object, input.source());
  }
}
