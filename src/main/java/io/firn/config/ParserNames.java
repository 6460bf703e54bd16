package io.firn.config;

import io.firn.parse.MessageParsers;
import java.util.List;
import java.util.stream.Stream;

/** Names of parsers, as people write them. */
public final class ParserNames {
  private ParserNames() {}

  /**
   * The name of a parser that there is.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String checked(String text, UsersParsers users) {
    boolean known =
        MessageParsers.OWN.contains(text)
            || (users == UsersParsers.ANY && MessageParsers.isProvidedName(text));
    if (known) {
      return text;
    }
    List<String> provided = MessageParsers.provided();
    if (provided.contains(text)) {
      return text;
    }
    throw new IllegalArgumentException("Invalid parser: " + text + reason(text, provided));
  }

  private static String reason(String text, List<String> provided) {
    List<String> known = Stream.concat(MessageParsers.OWN.stream(), provided.stream()).toList();
    String near =
        Suggestion.nearest(text, known)
            .map(nearest -> "did you mean '" + nearest + "'? ")
            .orElse("");
    String jar =
        MessageParsers.isProvidedName(text) ? "; one of your own needs its jar, by --jars" : "";
    return " (" + near + "must be one of: " + String.join(", ", known) + jar + ")";
  }
}
