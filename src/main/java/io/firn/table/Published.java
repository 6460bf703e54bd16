package io.firn.table;

/** How a publication ended; both are success. */
public enum Published {
  PUBLISHED,
  /** The batch was in the table before; also when the answer to a successful attempt was lost. */
  ALREADY_PUBLISHED
}
