package io.firn.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * One event per top-level JSON value, its bytes as they lie in the file. The file is opened twice:
 * a parser finds where values start and end, and the bytes are taken from beside it.
 */
final class JsonEvents implements Events {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final InputStream bytes;
  private final TimeLine times;
  private long taken;
  private byte[] value = {};
  private long count;
  private long epochMillis;

  JsonEvents(InputStream in, InputStream again, TimeLine times) throws IOException {
    this.parser = JSON.createParser(in);
    this.bytes = again;
    this.times = times;
  }

  @Override
  public boolean next() throws IOException, UnsuitableFileException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return false;
      }
      long start = parser.currentTokenLocation().getByteOffset();
      take(start, end(token, start));
    } catch (JsonProcessingException e) {
      throw new UnsuitableFileException(
          "no whole JSON value begins at byte " + nextOffset() + ": " + e.getOriginalMessage(), e);
    }
    epochMillis = times.at(count++);
    return true;
  }

  private long end(JsonToken token, long start) throws IOException {
    if (token.isScalarValue() && token != JsonToken.VALUE_STRING) {
      // The parser may already stand behind the white space that ends a number.
      return start + parser.getTextLength();
    }
    parser.skipChildren();
    parser.finishToken();
    return parser.currentLocation().getByteOffset();
  }

  private void take(long start, long end) throws IOException, UnsuitableFileException {
    if (start < 0) {
      throw new UnsuitableFileException("it is not UTF-8");
    }
    bytes.skipNBytes(start - taken);
    value = bytes.readNBytes(Math.toIntExact(end - start));
    if (value.length < end - start) {
      throw new EOFException("the file became shorter while it was read");
    }
    taken = end;
  }

  /**
   * Where the next value begins, or what should have been one: the parser knows it roughly only.
   */
  private long nextOffset() throws IOException {
    long offset = taken;
    while (" \t\r\n".indexOf(bytes.read()) >= 0) {
      offset++;
    }
    return offset;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }

  @Override
  public byte[] buffer() {
    return value;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return value.length;
  }

  @Override
  public void close() throws IOException {
    parser.close();
    bytes.close();
  }
}
