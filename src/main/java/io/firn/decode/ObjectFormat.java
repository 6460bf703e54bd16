package io.firn.decode;

/** What an object is read as. */
public enum ObjectFormat {
  /** By its content: export lines, subscription messages or JSON objects, but never plain text. */
  AUTO,

  /** The lines of CreateExportTask. */
  EXPORT,

  /**
   * Messages of subscription filters, as they are or wrapped by Firehose, Kinesis or Lambda; what
   * lies between them is an event of its own.
   */
  SUBSCRIPTION,

  /** JSON objects, each an event as it is. */
  NDJSON,

  /** Lines, each an event. */
  TEXT
}
