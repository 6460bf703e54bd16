package io.firn.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** An object of an export task, its events in the order in which it holds them. */
public record ExportPart(ObjectName object, List<StoredEvent> events) {
  public ExportPart {
    events = List.copyOf(events);
  }

  /** Writes its text, which an object holds zipped. */
  public void writeText(OutputStream out) throws IOException {
    ExportText.write(events, out);
  }
}
