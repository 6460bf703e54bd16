package io.firn.ingest;

import java.util.List;
import java.util.stream.Collectors;

/** More objects are bad than the run may put aside; nothing of the batch was committed. */
public final class TooManyBadObjectsException extends RuntimeException {
  private static final int NAMED = 20;

  TooManyBadObjectsException(List<RefusedObject> bad, int allowed) {
    super(
        "Cannot ingest: "
            + (bad.size() == 1 ? "1 object is" : bad.size() + " objects are")
            + " bad, more than --max-bad-objects "
            + allowed
            + " allows; nothing of the batch was committed"
            + bad.stream()
                .limit(NAMED)
                .map(object -> "\n  " + object.object() + ": " + object.reason())
                .collect(Collectors.joining())
            + (bad.size() > NAMED ? "\n  and " + (bad.size() - NAMED) + " more" : ""));
  }
}
