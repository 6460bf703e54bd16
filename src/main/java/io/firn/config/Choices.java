package io.firn.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Keys that take a word out of a few. */
final class Choices {
  private static final int LARGEST = 999_999_999;

  private Choices() {}

  /**
   * The constant that is spelled so, in lower case.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E>> E of(Class<E> type, String thing, String text) {
    for (E constant : type.getEnumConstants()) {
      if (spelling(constant).equals(text)) {
        return constant;
      }
    }
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Choices::spelling).toList();
    int last = words.size() - 1;
    throw invalid(
        thing, text, String.join(", ", words.subList(0, last)) + " or " + words.get(last));
  }

  static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is none, less than the least, or has over nine digits
   */
  static int whole(String thing, int least, String text) {
    return whole(thing, least, LARGEST, text);
  }

  /**
   * A whole number of at most nine digits.
   *
   * @throws IllegalArgumentException if it is none, or not from the least to the most
   */
  static int whole(String thing, int least, int most, String text) {
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw invalid(thing, text, "a whole number, " + least + " to " + most);
    }
    return number;
  }

  private static IllegalArgumentException invalid(String thing, String text, String rule) {
    return new IllegalArgumentException(
        "Invalid " + thing + ": " + text + " (must be " + rule + ")");
  }
}
