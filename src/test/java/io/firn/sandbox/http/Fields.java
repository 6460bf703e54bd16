package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object; one that is missing is null, and for the model to refuse. */
record Fields(JsonNode node) {
  @Nullable String text(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }

  /** The text, or an empty one. */
  String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }

  @Nullable Long number(String name) {
    JsonNode value = node.get(name);
    return value == null || !value.isNumber() ? null : value.longValue();
  }

  /** The number; one that no field may have, without it. */
  long numberOrNegative(String name) {
    Long number = number(name);
    return number == null ? -1 : number;
  }

  @Nullable Integer smallNumber(String name) {
    Long number = number(name);
    return number == null ? null : Math.toIntExact(number);
  }

  boolean isTrue(String name) {
    return node.path(name).asBoolean(false);
  }

  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    node.path(name).forEach(element -> objects.add(new Fields(element)));
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
