package io.firn.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keys that lead from the root of a JSON message to a value; arrays on the way are passed by. A key
 * is met in any case of its ASCII letters, because keys that differ only in case share a column:
 * {@code password} is {@code Password} too. Equality, though, goes by the case as written.
 */
public record KeyPath(List<String> keys) implements Serializable {
  /** Walks along a path recurse, so its length has a bound. */
  private static final int MOST_KEYS = 100;

  public KeyPath {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MOST_KEYS || keys.contains("")) {
      throw invalid(spelling(keys), "must be 1 to " + MOST_KEYS + " keys, none of them empty");
    }
  }

  /**
   * Reads {@code user.email}; a dot that belongs to a key is written {@code \.}, a backslash {@code
   * \\}.
   *
   * @throws IllegalArgumentException if a key is empty or a backslash stands before anything else
   */
  public static KeyPath parse(String text) {
    List<String> keys = new ArrayList<>();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        keys.add(key.toString());
        key.setLength(0);
      } else if (c == '\\') {
        i++;
        key.append(escaped(text, i));
      } else {
        key.append(c);
      }
    }
    keys.add(key.toString());
    return new KeyPath(keys);
  }

  private static char escaped(String text, int at) {
    if (at == text.length() || (text.charAt(at) != '.' && text.charAt(at) != '\\')) {
      throw invalid(text, "must have a dot or a backslash after each backslash");
    }
    return text.charAt(at);
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("Invalid key path: '" + text + "' (" + reason + ")");
  }

  /** The keys as {@link #parse} reads them, even those that make no path. */
  public static String spelling(List<String> keys) {
    return keys.stream()
        .map(key -> key.replace("\\", "\\\\").replace(".", "\\."))
        .collect(Collectors.joining("."));
  }

  /** Whether the two lead to the same values: the case of ASCII letters does not count. */
  public boolean isSameAs(KeyPath other) {
    return folded().equals(other.folded());
  }

  /** Whether it leads on from where the other leads: the case of ASCII letters does not count. */
  public boolean isBelow(KeyPath other) {
    int size = other.keys.size();
    return keys.size() > size && folded().subList(0, size).equals(other.folded());
  }

  /** The path in lower case, as far as ASCII goes: one for all that lead to the same values. */
  public KeyPath inLowerCase() {
    return new KeyPath(folded().stream().map(FoldedKey::toString).toList());
  }

  List<FoldedKey> folded() {
    return keys.stream().map(FoldedKey::new).toList();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return spelling(keys);
  }
}
