package io.firn.table;

/** The catalog cannot be opened or reached, or lacks what is needed; the cause says why. */
public final class CatalogException extends RuntimeException {
  CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
