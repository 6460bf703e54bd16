package io.firn.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the paths, literals and signs of a filter, one after the other. */
final class FilterScanner {
  /** What a piece of the text is; a word is a path of one key without quotes. */
  enum Kind {
    WORD,
    PATH,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  /**
   * A piece of the text.
   *
   * @param spelling as it stands there; of a text its content
   * @param keys of a word or path
   */
  record Token(Kind kind, String spelling, List<String> keys, int start, int end) {
    /** Whether it is this keyword or sign. */
    boolean is(String wanted) {
      boolean mayBe = kind == Kind.WORD || kind == Kind.SIGN;
      return mayBe && spelling.toLowerCase(Locale.ROOT).equals(wanted);
    }
  }

  private final String text;
  private int at;

  FilterScanner(String text) {
    this.text = text;
  }

  /** The next piece; at the end END, again and again. */
  Token next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", List.of(), at, at);
    }
    char c = text.charAt(at);
    if (isWordStart(c) || c == '"') {
      return path();
    }
    if (c == '\'') {
      int start = at;
      String content = quoted('\'');
      return new Token(Kind.TEXT, content, List.of(), start, at);
    }
    return isDigit(c) || c == '-' ? number() : sign();
  }

  private Token path() {
    int start = at;
    boolean quoted = text.charAt(at) == '"';
    List<String> keys = new ArrayList<>();
    keys.add(key());
    while (at < text.length() && text.charAt(at) == '.') {
      at++;
      keys.add(key());
    }
    Kind kind = quoted || keys.size() > 1 ? Kind.PATH : Kind.WORD;
    return new Token(kind, text.substring(start, at), keys, start, at);
  }

  private String key() {
    int start = at;
    if (at < text.length() && text.charAt(at) == '"') {
      String key = quoted('"');
      if (key.isEmpty()) {
        throw failure("must not have an empty key", start);
      }
      return key;
    }
    if (at == text.length() || !isWordStart(text.charAt(at))) {
      throw failure("must have a key after the dot, in double quotes unless it is a word", start);
    }
    while (at < text.length() && (isWordStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** What stands between quotes, a doubled one being one of the content. */
  private String quoted(char quote) {
    int start = at;
    StringBuilder content = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != quote) {
        content.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        content.append(quote);
        at++;
      } else {
        at++;
        return content.toString();
      }
    }
    throw failure("must close the quote", start);
  }

  private Token number() {
    int start = at;
    while (at < text.length() && isOfNumber(text.charAt(at))) {
      at++;
    }
    String spelling = text.substring(start, at);
    if (!spelling.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?")) {
      throw failure(
          "must have a number as JSON spells it, its exponent of at most 9 digits", start);
    }
    return new Token(Kind.NUMBER, spelling, List.of(), start, at);
  }

  private static boolean isOfNumber(char c) {
    return isWordStart(c) || isDigit(c) || c == '.' || c == '-' || c == '+';
  }

  private Token sign() {
    int start = at;
    at = Math.min(start + 2, text.length());
    if (!List.of("!=", "<>", "<=", ">=").contains(text.substring(start, at))) {
      at = start + Character.charCount(text.codePointAt(start));
    }
    return new Token(Kind.SIGN, text.substring(start, at), List.of(), start, at);
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Blames the token. */
  IllegalArgumentException expected(String what, Token token) {
    String found =
        token.kind() == Kind.END
            ? "the end"
            : "'" + text.substring(token.start(), token.end()) + "'";
    return failure("must have " + what, token.start(), ", not " + found);
  }

  /** Blames a place. */
  IllegalArgumentException failure(String reason, int place) {
    return failure(reason, place, "");
  }

  private IllegalArgumentException failure(String reason, int place, String found) {
    int character = text.codePointCount(0, place) + 1;
    return new IllegalArgumentException(
        "Invalid filter: '" + text + "' (" + reason + " at character " + character + found + ")");
  }
}
