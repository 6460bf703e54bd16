package io.firn.ingest;

import java.io.IOException;

/** The object is not the one that was listed. */
final class ChangedObjectException extends IOException {
  ChangedObjectException(String reason) {
    super(reason);
  }
}
