package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.RegionalLogs;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The control call that puts events of any age: {@code {"logGroup": g, "logStream": s, "events":
 * [[<ms>, <message>], ...]}}. A group that it makes is as old as its oldest event.
 */
final class LoadCall {
  private final RegionalLogs logs;
  private final Clock clock;

  LoadCall(RegionalLogs logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
  }

  void carryOut(Fields fields, ObjectNode answer) {
    String group = fields.textOrEmpty("logGroup");
    List<InputEvent> events = new ArrayList<>();
    fields
        .node()
        .path("events")
        .forEach(
            event -> events.add(new InputEvent(event.path(0).asLong(), event.path(1).asText())));
    boolean isNew = logs.ensureLogGroup(group);
    if (isNew) {
      long oldest = events.stream().mapToLong(InputEvent::timestamp).min().orElse(clock.millis());
      logs.backdate(group, Instant.ofEpochMilli(Math.min(oldest, clock.millis())));
    }
    logs.putPastEvents(group, fields.textOrEmpty("logStream"), events);
    answer.put("events", events.size());
    answer.put("isNewGroup", isNew);
  }
}
