package io.firn.dedupe;

/** What events are compared by. */
public enum SearchRule {
  /** Account and id; events without an id have none like them. */
  ID,
  /** Account, Region, log group, time and digest, as multisets. */
  CONTENT
}
