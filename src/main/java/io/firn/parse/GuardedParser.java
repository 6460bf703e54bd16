package io.firn.parse;

/** A parser that is not Firn's: where it fails, the message is text. */
final class GuardedParser implements MessageParser {
  private final MessageParser parser;

  GuardedParser(MessageParser parser) {
    this.parser = parser;
  }

  @Override
  public void startObject() {
    parser.startObject();
  }

  /** No message may stop a table for good: the run counts it as unparsed. */
  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    try {
      return parser.parse(bytes, offset, length, fields);
    } catch (RuntimeException | StackOverflowError e) {
      return Parsed.NOT;
    }
  }
}
