package io.firn.export;

/** How a task was found whose id nobody had noted. */
public enum FoundBy {
  /** By its name, among those that are not over. */
  NAME,
  /** By what it wrote below its attempt's prefix. */
  OBJECTS,
  /** By its name, among all that there were since. */
  HISTORY
}
