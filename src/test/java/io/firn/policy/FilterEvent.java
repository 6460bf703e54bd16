package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;

/** An event of a message that lies somewhere in a larger buffer. */
final class FilterEvent implements FilteredEvent {
  private static final int OFFSET = 3;

  private final JsonTape fields;
  private final byte[] bytes;
  private final int length;
  private final String logGroup;
  private final String logStream;

  private FilterEvent(
      JsonTape fields, byte[] bytes, int length, String logGroup, String logStream) {
    this.fields = fields;
    this.bytes = bytes;
    this.length = length;
    this.logGroup = logGroup;
    this.logStream = logStream;
  }

  static FilterEvent of(String message) {
    return of(message.getBytes(UTF_8), "/shop/orders", "web/1");
  }

  static FilterEvent of(byte[] message, String logGroup, String logStream) {
    byte[] buffer = ("<< " + new String(message, ISO_8859_1) + " >>").getBytes(ISO_8859_1);
    JsonTape tape = new JsonTape();
    boolean json = tape.read(buffer, OFFSET, message.length);
    return new FilterEvent(json ? tape : null, buffer, message.length, logGroup, logStream);
  }

  @Override
  public int offset() {
    return OFFSET;
  }

  @Override
  public JsonTape fields() {
    return fields;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String logGroup() {
    return logGroup;
  }

  @Override
  public String logStream() {
    return logStream;
  }
}
