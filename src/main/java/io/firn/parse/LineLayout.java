package io.firn.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands in a line, one item after the other, between single spaces.
 *
 * @param required how many items a line has at least
 */
record LineLayout(List<Item> items, int required) {
  /** Spaces outside of quotes. */
  private static final Pattern BETWEEN_ITEMS = Pattern.compile(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  /** How an item is written. */
  enum Shape {
    /** Up to the next space. */
    WORD,
    NUMBER,
    /** An address, a colon and a port. */
    ADDRESS,
    BRACKETED,
    QUOTED,
    /** The first line of an HTTP request, in quotes. */
    REQUEST
  }

  /**
   * One item.
   *
   * @param keys one, but two of an ADDRESS; four of a REQUEST: the last one is for what is none
   */
  record Item(Shape shape, List<FieldKey> keys) {
    FieldKey key() {
      return keys.get(0);
    }
  }

  /**
   * Of its spelling: {@code word #number ip:port [bracketed] "quoted" "method path protocol
   * whole"}, and {@code |} before the items that may be missing.
   */
  static LineLayout of(String spelled) {
    List<Item> items = new ArrayList<>();
    int required = -1;
    for (String item : BETWEEN_ITEMS.split(spelled, -1)) {
      if (item.equals("|")) {
        required = items.size();
      } else {
        items.add(item(item));
      }
    }
    return new LineLayout(List.copyOf(items), required < 0 ? items.size() : required);
  }

  private static Item item(String spelled) {
    String inner = spelled.substring(1, spelled.length() - 1);
    return switch (spelled.charAt(0)) {
      case '#' -> item(Shape.NUMBER, spelled.substring(1));
      case '[' -> item(Shape.BRACKETED, inner);
      case '"' -> item(inner.contains(" ") ? Shape.REQUEST : Shape.QUOTED, inner.split(" ", -1));
      default ->
          spelled.contains(":")
              ? item(Shape.ADDRESS, spelled.split(":", -1))
              : item(Shape.WORD, spelled);
    };
  }

  private static Item item(Shape shape, String... keys) {
    return new Item(shape, Arrays.stream(keys).map(FieldKey::of).toList());
  }
}
