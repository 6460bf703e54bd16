package io.firn.config;

/** What becomes of files below a table's location that no snapshot has. */
public enum OrphanMode {
  /** They are told, and stay. */
  REPORT,
  DELETE
}
