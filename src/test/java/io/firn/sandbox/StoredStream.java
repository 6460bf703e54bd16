package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/** A log stream as the sandbox keeps it. */
final class StoredStream {
  private final String name;
  private final long created;
  private @Nullable Long first;
  private @Nullable Long last;
  private @Nullable Long lastIngestion;

  StoredStream(String name, long created) {
    this.name = name;
    this.created = created;
  }

  String name() {
    return name;
  }

  /** The newest event's time; before all others if there is none. */
  long lastEventTime() {
    return last == null ? Long.MIN_VALUE : last;
  }

  void took(StoredEvent event) {
    first = first == null ? event.timestamp() : Math.min(first, event.timestamp());
    last = Math.max(lastEventTime(), event.timestamp());
    lastIngestion = event.ingestionTime();
  }

  LogStreamView view(String groupArn) {
    return new LogStreamView(
        name, created, first, last, lastIngestion, groupArn + ":log-stream:" + name);
  }
}
