package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.EventQuery;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Page;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.RejectedEvents;
import io.firn.sandbox.StoredEvent;
import io.firn.sandbox.StreamPage;
import io.firn.sandbox.StreamRead;
import java.util.List;

/** The calls about events, from and to their JSON. */
final class EventCalls {
  private final RegionalLogs logs;

  EventCalls(RegionalLogs logs) {
    this.logs = logs;
  }

  ObjectNode put(Fields fields) {
    List<InputEvent> batch =
        fields.objects("logEvents").stream()
            .map(
                event ->
                    new InputEvent(
                        event.numberOrNegative("timestamp"), event.textOrEmpty("message")))
            .toList();
    RejectedEvents rejected =
        logs.putLogEvents(
            fields.textOrEmpty("logGroupName"), fields.textOrEmpty("logStreamName"), batch);
    ObjectNode answer = LogsApi.object();
    answer.put("nextSequenceToken", "49590302354326503671923442842394582190");
    if (!rejected.isEmpty()) {
      write(rejected, answer.putObject("rejectedLogEventsInfo"));
    }
    return answer;
  }

  private static void write(RejectedEvents rejected, ObjectNode target) {
    target.put("tooOldLogEventEndIndex", rejected.tooOldEnd());
    target.put("expiredLogEventEndIndex", rejected.expiredEnd());
    target.put("tooNewLogEventStartIndex", rejected.tooNewStart());
  }

  ObjectNode filter(Fields fields) {
    Page<StoredEvent> page =
        logs.filterLogEvents(
            new EventQuery(
                GroupName.in(fields),
                fields.texts("logStreamNames"),
                fields.text("logStreamNamePrefix"),
                fields.number("startTime"),
                fields.number("endTime"),
                fields.text("filterPattern"),
                fields.text("nextToken"),
                fields.smallNumber("limit")));
    ObjectNode answer = LogsApi.object();
    ArrayNode events = answer.putArray("events");
    for (StoredEvent event : page.items()) {
      ObjectNode target = events.addObject();
      target.put("logStreamName", event.stream());
      target.put("eventId", event.id());
      write(event, target);
    }
    answer.putArray("searchedLogStreams");
    answer.put("nextToken", page.nextToken());
    return answer;
  }

  ObjectNode read(Fields fields) {
    StreamPage page =
        logs.getLogEvents(
            new StreamRead(
                GroupName.in(fields),
                fields.textOrEmpty("logStreamName"),
                fields.number("startTime"),
                fields.number("endTime"),
                fields.isTrue("startFromHead")
                    ? StreamRead.Start.FROM_HEAD
                    : StreamRead.Start.FROM_TAIL,
                fields.text("nextToken"),
                fields.smallNumber("limit")));
    ObjectNode answer = LogsApi.object();
    ArrayNode events = answer.putArray("events");
    page.events().forEach(event -> write(event, events.addObject()));
    answer.put("nextForwardToken", page.forwardToken());
    answer.put("nextBackwardToken", page.backwardToken());
    return answer;
  }

  private static void write(StoredEvent event, ObjectNode target) {
    target.put("timestamp", event.timestamp());
    target.put("message", event.message());
    target.put("ingestionTime", event.ingestionTime());
  }
}
