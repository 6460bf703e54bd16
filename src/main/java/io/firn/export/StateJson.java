package io.firn.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the driver's objects have in common (docs/export.md): a version, times in ISO 8601, words in
 * lower case, and that a missing field and null are the same.
 */
final class StateJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private StateJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode().put("version", VERSION);
  }

  static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of strings and numbers is JSON", e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws StateFormException if it is damaged, or of a later form: to go on would lose what is in
   *     it
   */
  static <T> T read(String key, byte[] json, Function<JsonNode, T> form) {
    try {
      JsonNode node = JSON.readTree(json);
      int version = node.required("version").intValue();
      if (version != VERSION) {
        throw StateFormException.later(key, version);
      }
      return form.apply(node);
    } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
      throw StateFormException.damaged(key, e);
    }
  }

  static void put(ObjectNode node, String field, @Nullable Object value) {
    if (value != null) {
      node.put(field, value.toString());
    }
  }

  static Instant time(JsonNode node, String field) {
    return Instant.parse(text(node, field));
  }

  static @Nullable Instant timeOrNull(JsonNode node, String field) {
    return node.hasNonNull(field) ? time(node, field) : null;
  }

  static @Nullable String textOrNull(JsonNode node, String field) {
    return node.hasNonNull(field) ? text(node, field) : null;
  }

  static String text(JsonNode node, String field) {
    return node.required(field).textValue();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E word(Class<E> type, JsonNode node, String field) {
    return Enum.valueOf(type, text(node, field).toUpperCase(Locale.ROOT));
  }
}
