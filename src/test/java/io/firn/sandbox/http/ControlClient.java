package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;

/** Makes control calls of a running sandbox. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  ControlClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** The answer; an error is an IllegalArgumentException with its text. */
  JsonNode call(String what, JsonNode body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(ControlApi.PATH + "/" + what))
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new IllegalArgumentException(answer.path("error").asText());
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the sandbox", e);
    }
  }

  /** How many events were put. */
  long load(String group, String stream, LoadFile file) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("logGroup", group).put("logStream", stream);
    ArrayNode events = body.putArray("events");
    file.forEach(event -> events.addArray().add(event.timestamp()).add(event.message()));
    // In one call: a group that is new is as old as the oldest of them.
    return call("events", body).path("events").asLong();
  }

  /** A line for each log group. */
  String status() throws IOException {
    JsonNode answer = call("groups", JSON.createObjectNode());
    StringBuilder text = new StringBuilder();
    text.append("CloudWatch Logs of ")
        .append(answer.path("account").asText())
        .append(" in ")
        .append(answer.path("region").asText())
        .append(", its clock at ")
        .append(answer.path("now").asText())
        .append('\n');
    for (JsonNode group : answer.path("groups")) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s  %,d bytes%n",
              group.path("logGroup").asText(),
              group.path("storedBytes").asLong()));
    }
    return text.toString();
  }
}
