package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.util.Arrays;

/**
 * What a parser makes of a message.
 *
 * @param fields as JSON; empty if there are none
 */
record ParsedMessage(Parsed parsed, String fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads one message of an object of its own. */
  static ParsedMessage of(ParserChoice choice, String message) {
    return of(new MessageReader(choice, FreeText.KEPT), message.getBytes(UTF_8));
  }

  /** Reads within more bytes, as messages stand in a buffer, and verifies that none was changed. */
  static ParsedMessage of(MessageReader reader, byte[] message) {
    byte[] buffer = new byte[message.length + 14];
    Arrays.fill(buffer, (byte) '"');
    System.arraycopy(message, 0, buffer, 7, message.length);
    byte[] before = buffer.clone();
    Parsed parsed = reader.read(buffer, 7, message.length);
    if (!Arrays.equals(buffer, before)) {
      throw new AssertionError("The parser changed its message");
    }
    return new ParsedMessage(parsed, parsed == Parsed.NOT ? "" : json(reader.tape()));
  }

  private static String json(JsonTape tape) {
    int from = tape.start(0);
    return new String(tape.bytes(), from, tape.end(0) - from, UTF_8);
  }

  /** The fields as another library reads them. */
  JsonNode node() {
    try {
      return JSON.readTree(fields);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The fields are no JSON: " + fields, e);
    }
  }
}
