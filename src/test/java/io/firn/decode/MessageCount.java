package io.firn.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What files of subscription messages hold, read by Jackson and the JDK. */
final class MessageCount {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Group, stream, id, time and message of each log event; other payloads as they are. */
  final List<List<String>> events = new ArrayList<>();

  int controlMessages;

  static MessageCount of(byte[] file) throws IOException {
    MessageCount count = new MessageCount();
    count.read(file);
    return count;
  }

  private void read(byte[] content) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (MappingIterator<JsonNode> iterator = JSON.readerFor(JsonNode.class).readValues(content)) {
      iterator.forEachRemaining(values::add);
    }
    for (JsonNode value : values) {
      read(value);
    }
  }

  private void read(JsonNode value) throws IOException {
    if (value.path("messageType").asText().equals("CONTROL_MESSAGE")) {
      controlMessages++;
    } else if (value.has("logEvents")) {
      String group = value.get("logGroup").asText();
      String stream = value.get("logStream").asText();
      for (JsonNode event : value.get("logEvents")) {
        events.add(
            List.of(
                group,
                stream,
                event.get("id").asText(),
                event.get("timestamp").asText(),
                event.get("message").asText()));
      }
    } else if (value.has("awslogs")) {
      payload(value.get("awslogs").get("data"));
    } else if (value.has("Records")) {
      for (JsonNode record : value.get("Records")) {
        payload(record.get("kinesis").get("data"));
      }
    } else if (value.has("records")) {
      for (JsonNode record : value.get("records")) {
        payload(record.get("data"));
      }
    } else {
      events.add(List.of(value.toString()));
    }
  }

  private void payload(JsonNode data) throws IOException {
    byte[] bytes = data.binaryValue();
    if (bytes[0] == 0x1F) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
    }
    try {
      read(bytes);
    } catch (JsonProcessingException | RuntimeException e) {
      events.add(List.of(Gzips.text(bytes)));
    }
  }
}
