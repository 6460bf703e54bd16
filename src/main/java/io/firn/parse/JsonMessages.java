package io.firn.parse;

/** Messages that are JSON objects. */
final class JsonMessages implements MessageParser {
  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    return fields.object(bytes, offset, length) ? Parsed.WHOLLY : Parsed.NOT;
  }
}
