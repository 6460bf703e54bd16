package io.firn.parse;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;

/** Reads messages with the parser of a route; for one thread. */
public final class MessageReader {
  private final MessageParser parser;
  private final FieldWriter fields;

  /**
   * A reader with a parser of its own.
   *
   * @param text whether fields of free text are wanted
   * @throws IllegalArgumentException if the parser is not on the class path
   */
  public MessageReader(ParserChoice choice, FreeText text) {
    this(MessageParsers.create(choice), new FieldWriter(prefix(choice), text));
  }

  MessageReader(MessageParser parser, FieldWriter fields) {
    this.parser = parser;
    this.fields = fields;
  }

  /** What {@code auto} adds to JSON is lambda's. */
  private static String prefix(ParserChoice choice) {
    return choice.name().equals("auto") ? "lambda" : choice.name().replaceAll("[^a-z0-9]", "_");
  }

  /** The messages that follow are of another object. */
  public void startObject() {
    parser.startObject();
  }

  /** What became of the message: unless NOT, {@link #tape} has its fields. */
  public Parsed read(byte[] bytes, int offset, int length) {
    fields.begin();
    Parsed parsed = parser.parse(bytes, offset, length, fields);
    return parsed != Parsed.NOT && fields.finish() ? parsed : Parsed.NOT;
  }

  /** The fields of the message that was read last, until the next one. */
  public JsonTape tape() {
    return fields.tape();
  }

  /** Whether free text of the message that was read last was left out of its fields. */
  public boolean leftTextOut() {
    return fields.leftTextOut();
  }
}
