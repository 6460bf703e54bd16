package io.firn.sandbox;

import java.util.List;

/** An object of an export task, its events in the order in which it holds them. */
public record ExportPart(ObjectName object, List<StoredEvent> events) {
  public ExportPart {
    events = List.copyOf(events);
  }
}
