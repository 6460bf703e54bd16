package io.firn;

/** What becomes of an object whose key is in the table already, in another version (etag). */
public enum OnOverwrite {
  /** It is named, nothing of it is taken, and the run ends with exit code 4. */
  FAIL,
  /** It counts as already there. */
  IGNORE,
  /** The new version's events are taken in beside the old one's. */
  INGEST
}
