package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Markers as they are stored (docs/export.md). Unknown fields are ignored; a higher version is not
 * read.
 */
final class MarkerJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private MarkerJson() {}

  /** A marker as it was read: its parts follow in lists, if there are any. */
  record Read(WindowMarker marker, List<String> partLists) {}

  static byte[] marker(WindowMarker marker) {
    ObjectNode node = head(marker);
    ArrayNode parts = node.putArray("parts");
    marker.parts().forEach(part -> parts.add(part(part, marker.prefix())));
    return bytes(node);
  }

  static byte[] marker(WindowMarker marker, List<String> partLists) {
    ObjectNode node = head(marker);
    ArrayNode lists = node.putArray("part_lists");
    partLists.forEach(lists::add);
    return bytes(node);
  }

  /** One part a line. */
  static byte[] partList(List<LandedPart> parts, String prefix) {
    StringBuilder lines = new StringBuilder();
    for (LandedPart part : parts) {
      lines.append(part(part, prefix)).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static ObjectNode head(WindowMarker marker) {
    ObjectNode node = JSON.createObjectNode().put("version", VERSION);
    WindowJson.write(
        new WindowJson(
            marker.place(), marker.group(), marker.window(), marker.lane(), marker.task()),
        node);
    return node.put("bucket", marker.bucket())
        .put("prefix", marker.prefix())
        .put("part_count", marker.parts().size())
        .put("bytes", marker.bytes());
  }

  private static ObjectNode part(LandedPart part, String prefix) {
    return JSON.createObjectNode()
        .put("key", part.key().substring(prefix.length() + 1))
        .put("size", part.size())
        .put("etag", part.etag());
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of strings and numbers is JSON", e);
    }
  }

  /** Empty if it is no marker, or one of a later form. */
  static Optional<Read> read(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.path("version").asInt() == VERSION
          ? Optional.of(new Read(marker(node), strings(node.path("part_lists"))))
          : Optional.empty();
    } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static WindowMarker marker(JsonNode node) {
    WindowJson window = WindowJson.read(node);
    String prefix = node.required("prefix").textValue();
    List<LandedPart> parts = new ArrayList<>();
    node.path("parts").forEach(part -> parts.add(part(part, prefix)));
    return new WindowMarker(
        window.place(),
        window.group(),
        window.window(),
        window.lane(),
        window.task(),
        node.required("bucket").textValue(),
        prefix,
        parts);
  }

  static List<LandedPart> parts(byte[] lines, String prefix) throws IOException {
    List<LandedPart> parts = new ArrayList<>();
    for (String line : new String(lines, UTF_8).lines().toList()) {
      parts.add(part(JSON.readTree(line), prefix));
    }
    return parts;
  }

  private static LandedPart part(JsonNode node, String prefix) {
    return new LandedPart(
        prefix + "/" + node.required("key").textValue(),
        node.required("size").longValue(),
        node.required("etag").textValue());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(item -> strings.add(item.textValue()));
    return strings;
  }
}
