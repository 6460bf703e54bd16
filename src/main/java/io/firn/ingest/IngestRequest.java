package io.firn.ingest;

import io.firn.OnOverwrite;
import java.util.List;

/** What to ingest, and where to. */
public record IngestRequest(
    List<IngestInput> inputs,
    IngestLimits limits,
    OnQuarantined onQuarantined,
    OnOverwrite onOverwrite) {
  /** What happens to objects that an earlier run has quarantined. */
  public enum OnQuarantined {
    /** They stay where they are. */
    SKIP,
    /** They are read again like new ones. */
    RETRY,
    /** As RETRY, and of one that is still damaged the events before the damage are taken. */
    SALVAGE
  }

  public IngestRequest {
    inputs = List.copyOf(inputs);
  }

  /** The same, all in one batch. */
  IngestRequest withoutCaps() {
    return new IngestRequest(
        inputs, limits.withBatches(Integer.MAX_VALUE, Long.MAX_VALUE), onQuarantined, onOverwrite);
  }
}
