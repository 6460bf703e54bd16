package io.firn.sandbox;

/** Where CreateExportTask leaves {@code aws-logs-write-test}. */
public enum WriteTestPlace {
  /** As AWS does. */
  UNDER_THE_PREFIX,
  /** As moto does. */
  BUCKET_ROOT
}
