package io.firn.ingest;

/** The table is not one that firn may write to. */
public final class RefusedTableException extends RuntimeException {
  RefusedTableException(String message) {
    super(message);
  }
}
