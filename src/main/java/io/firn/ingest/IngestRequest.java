package io.firn.ingest;

import io.firn.OnOverwrite;
import java.util.List;

/**
 * What to ingest, and where to.
 *
 * @param inputs places whose objects are taken in one by one
 * @param windows landing zones whose finished export windows are taken in as wholes
 * @param tasks knows whether export tasks are over that wrote to inputs
 */
public record IngestRequest(
    List<IngestInput> inputs,
    List<WindowSource> windows,
    TaskStates tasks,
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
    windows = List.copyOf(windows);
  }

  /** Of inputs alone. */
  public IngestRequest(
      List<IngestInput> inputs,
      IngestLimits limits,
      OnQuarantined onQuarantined,
      OnOverwrite onOverwrite) {
    this(inputs, List.of(), TaskStates.UNKNOWN, limits, onQuarantined, onOverwrite);
  }

  /** The same, looking at all date folders, however old. */
  public IngestRequest withFullListing() {
    return new IngestRequest(
        inputs.stream().map(IngestInput::listedWhole).toList(),
        windows,
        tasks,
        limits,
        onQuarantined,
        onOverwrite);
  }

  /** The same, all in one batch. */
  IngestRequest withoutCaps() {
    return new IngestRequest(
        inputs,
        windows,
        tasks,
        limits.withBatches(Integer.MAX_VALUE, Long.MAX_VALUE),
        onQuarantined,
        onOverwrite);
  }
}
