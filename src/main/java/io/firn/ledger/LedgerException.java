package io.firn.ledger;

/** The ledger could not be written, and nobody else's work explains it. */
public final class LedgerException extends RuntimeException {
  LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
