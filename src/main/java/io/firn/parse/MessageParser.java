package io.firn.parse;

/**
 * Turns messages into fields: one instance for one thread, used again for each message. It never
 * keeps a message from being stored; what it makes nothing of stays text.
 */
public interface MessageParser {
  /**
   * Writes the fields of one message.
   *
   * @param bytes holds the message; it must not be changed, nor kept
   * @param fields empty; what is written counts unless the answer is NOT
   */
  Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields);

  /** The messages that follow are of another object. */
  default void startObject() {}

  /** What became of a message. */
  enum Parsed {
    /** The fields hold all of it; its text need not be stored. */
    WHOLLY,
    /** The fields hold some of it; its text is stored beside them. */
    PARTLY,
    /** It has no fields; its text is stored. */
    NOT
  }
}
