package io.firn.sample;

import io.firn.decode.ExportEvents;
import java.io.IOException;
import java.io.InputStream;

/** The events of a file whose own lines begin with export stamps already. */
final class StampedEvents implements Events {
  private final ExportEvents events;

  StampedEvents(InputStream in) {
    this.events = new ExportEvents(in);
  }

  @Override
  public boolean next() throws IOException, UnsuitableFileException {
    boolean found = events.next();
    if (events.hasBadRecord()) {
      throw new UnsuitableFileException(
          (found ? "its first " + events.badRecordLength() + " bytes lie before" : "it has no")
              + " line that begins with a stamp like 2026-01-01T00:00:00.000Z and a space");
    }
    return found;
  }

  @Override
  public long epochMillis() {
    return events.epochMillis();
  }

  @Override
  public byte[] buffer() {
    return events.buffer();
  }

  @Override
  public int offset() {
    return events.offset();
  }

  @Override
  public int length() {
    return events.length();
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
