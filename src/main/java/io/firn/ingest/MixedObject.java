package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.landing.InputObject;
import io.firn.ledger.LogSource;
import java.io.Serializable;
import java.util.Set;

/**
 * An object whose events come from many log groups, read for all of them at once.
 *
 * @param defaults where events come from that do not say it
 * @param sources all that it has events of, those included that no table takes now
 * @param records what becomes of its bad records
 */
record MixedObject(
    InputObject object,
    ObjectFormat format,
    SourceDefaults defaults,
    Set<LogSource> sources,
    BadRecords records)
    implements Serializable {
  /** What becomes of an object's bad records. */
  enum BadRecords {
    /** They are stored. */
    KEPT,
    /** Their places and reasons are stored, as a route withholds text. */
    NOTED,
    /** Nothing: they are stored already. */
    PASSED
  }

  MixedObject {
    sources = Set.copyOf(sources);
  }

  /** To be read again for some of its shares. */
  MixedObject withoutRecords() {
    return new MixedObject(object, format, defaults, sources, BadRecords.PASSED);
  }

  boolean keepsRecords() {
    return records != BadRecords.PASSED;
  }

  boolean keepsBytes() {
    return records == BadRecords.KEPT;
  }

  String uri() {
    return object.identity().uri();
  }
}
