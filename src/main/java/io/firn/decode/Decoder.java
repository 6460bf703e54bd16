package io.firn.decode;

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
    InputStream content = Gunzip.peel(raw, bounds);
    return new ExportEvents(new HeadStream(content, inflatedBytes));
  }
}
