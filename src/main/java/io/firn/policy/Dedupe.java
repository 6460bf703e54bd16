package io.firn.policy;

/** What becomes of an event that arrives once more. */
public enum Dedupe {
  /** It is one more event. */
  NONE,
  /** One whose id the table has on the same day is left out; events without an id all stay. */
  ID,
  /**
   * As ID; and of events of one log group, time and text, so many stay as exports have of them, or
   * as subscriptions have if those are more.
   */
  CONTENT
}
