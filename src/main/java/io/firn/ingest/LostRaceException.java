package io.firn.ingest;

/** Other runs, or people, were quicker again and again; a further run may succeed. */
public final class LostRaceException extends RuntimeException {
  LostRaceException(String message) {
    super(message);
  }
}
