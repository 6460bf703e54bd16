package io.firn.sandbox;

/** Which of an event's times an export's range is about: AWS's documents contradict each other. */
public enum SelectBy {
  /** The API reference: "events with a timestamp later than this time are not exported". */
  EVENT_TIME,
  /** The user guide. */
  INGESTION_TIME
}
