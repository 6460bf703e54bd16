package io.firn.schema;

/** A policy of the route refuses what the batch would do to the schema. */
public final class SchemaRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the key path, a value, and what to do
   */
  public SchemaRefusedException(String message) {
    super(message);
  }
}
