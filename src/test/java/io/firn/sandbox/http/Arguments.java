package io.firn.sandbox.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options as {@code --name value}, and one word without a name, the {@code file}. */
record Arguments(Map<String, String> values) {
  private static final String WITHOUT_NAME = "file";

  static Arguments of(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isName = word.startsWith("--");
      if (isName && i + 1 == words.size()) {
        throw new IllegalArgumentException(
            "Invalid option: " + word + " (must be followed by a value)");
      }
      values.put(isName ? word.substring(2) : WITHOUT_NAME, isName ? words.get(++i) : word);
    }
    return new Arguments(values);
  }

  String text(String name) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot do that: "
                        + (name.equals(WITHOUT_NAME) ? "no file" : "no --" + name)
                        + " was given"));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String textOr(String name, String other) {
    return values.getOrDefault(name, other);
  }

  int number(String name) {
    String text = text(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + text + " (must be a number)", e);
    }
  }
}
