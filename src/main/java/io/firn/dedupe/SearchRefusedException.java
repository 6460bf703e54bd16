package io.firn.dedupe;

/** Duplicates cannot be looked for in a table; the message has the next step. */
public final class SearchRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SearchRefusedException(String message) {
    super(message);
  }
}
