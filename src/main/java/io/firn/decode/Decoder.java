package io.firn.decode;

import io.firn.ObjectFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * Reads the events of objects, whose gzip it takes off first.
 *
 * @param format what the objects are read as
 * @param bounds how far they may inflate, wrapped payloads included
 */
public record Decoder(ObjectFormat format, InflateBounds bounds) implements Serializable {
  /**
   * The events of an object.
   *
   * @param raw the object as it is stored; closed with the events, and if this fails
   * @param objectMillis the time of events that have none of their own
   * @throws DamagedObjectException if the object begins with broken gzip
   */
  public LogEvents open(InputStream raw, long objectMillis) throws IOException {
    return openHead(raw, objectMillis, Long.MAX_VALUE);
  }

  /**
   * The events of an object's first inflated bytes; what is cut off there may look like damage.
   *
   * @param inflatedBytes how many of them
   */
  public LogEvents openHead(InputStream raw, long objectMillis, long inflatedBytes)
      throws IOException {
    CountingStream stored = new CountingStream(raw);
    InputStream content = new HeadStream(Gunzip.peel(stored, bounds), inflatedBytes);
    PayloadMeter payloads = new PayloadMeter(bounds, stored);
    return switch (format) {
      case AUTO -> recognised(content, objectMillis, payloads);
      case EXPORT -> new ExportEvents(content);
      default -> new ValueEvents(content, format, objectMillis, payloads);
    };
  }

  private static LogEvents recognised(
      InputStream content, long objectMillis, PayloadMeter payloads) {
    PeekedStream peeked = new PeekedStream(content, Recognition.HEAD_BYTES);
    return Recognition.isJson(peeked.head())
        ? new ValueEvents(peeked, ObjectFormat.AUTO, objectMillis, payloads)
        : new ExportEvents(peeked);
  }
}
