package io.firn.ingest;

import java.io.IOException;

/** Storage does not give the object, though it is there: another run may get it. */
final class UnreadableObjectException extends IOException {
  UnreadableObjectException(IOException cause) {
    super("it cannot be read: " + cause, cause);
  }
}
