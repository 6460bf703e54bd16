package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON as Jackson's tokenizer sees it, with the raw bytes of each value and all members of objects
 * in their order. Bytes stand as Latin-1 text, so that Jackson's offsets count them.
 *
 * @param value null, Boolean, String, {@link Broken}, {@link Num}, {@link Members} or {@link Array}
 */
public record JsonTree(Object value, String source, int start, int end) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A string that is no Unicode text: how it shows, and its raw token as Latin-1. */
  public record Broken(String shown, String raw) {}

  /** A number as it was spelled. */
  public record Num(String text) {}

  public record Member(String key, JsonTree value) {}

  public record Members(List<Member> list) {}

  public record Array(List<JsonTree> elements) {}

  /** The message, if it is exactly one strict JSON object whose keys are all Unicode text. */
  public static Optional<JsonTree> object(byte[] message) {
    try {
      JsonTree tree = parse(new String(message, ISO_8859_1));
      return tree.value instanceof Members ? Optional.of(tree) : Optional.empty();
    } catch (JsonParseException | BrokenKeyException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any one JSON value, its bytes as Latin-1. */
  static JsonTree of(String json) {
    try {
      return parse(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("Invalid JSON: " + json, e);
    }
  }

  private static JsonTree parse(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      JsonTree tree = value(parser, json);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "More than one value");
      }
      return tree;
    }
  }

  private static JsonTree value(JsonParser parser, String json) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "No value");
    }
    int start = offset(parser);
    return switch (token) {
      case START_OBJECT -> new JsonTree(members(parser, json), json, start, offset(parser) + 1);
      case START_ARRAY -> new JsonTree(array(parser, json), json, start, offset(parser) + 1);
      case VALUE_STRING -> {
        parser.finishToken();
        yield string(json, start);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String text = parser.getText();
        yield new JsonTree(new Num(text), json, start, start + text.length());
      }
      case VALUE_NULL -> new JsonTree(null, json, start, start + 4);
      case VALUE_TRUE -> new JsonTree(true, json, start, start + 4);
      case VALUE_FALSE -> new JsonTree(false, json, start, start + 5);
      default -> throw new AssertionError("Unexpected token " + token);
    };
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static Members members(JsonParser parser, String json) throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Object key = string(json, offset(parser)).value;
      parser.nextToken();
      JsonTree value = value(parser, json);
      if (!(key instanceof String text)) {
        throw new BrokenKeyException();
      }
      members.add(new Member(text, value));
    }
    return new Members(members);
  }

  private static Array array(JsonParser parser, String json) throws IOException {
    List<JsonTree> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser, json));
    }
    return new Array(elements);
  }

  private static JsonTree string(String json, int start) throws IOException {
    if (json.charAt(start) != '"') {
      throw new AssertionError("No string at " + start);
    }
    int end = start + 1;
    boolean escaped = false;
    while (json.charAt(end) != '"') {
      escaped |= json.charAt(end) == '\\';
      end += json.charAt(end) == '\\' ? 2 : 1;
    }
    String raw = json.substring(start, end + 1);
    String decoded = utf8(raw);
    String text = escaped ? unescaped(decoded) : decoded.substring(1, decoded.length() - 1);
    String shown = withoutLoneSurrogates(text);
    boolean broken = !shown.equals(text) || !latin1(decoded).equals(raw);
    Object value = broken ? new Broken(shown, raw) : text;
    return new JsonTree(value, json, start, end + 1);
  }

  private static String unescaped(String literal) throws IOException {
    try (JsonParser parser = FACTORY.createParser(literal)) {
      parser.nextToken();
      return parser.getText();
    }
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** What bytes say as UTF-8, broken ones as U+FFFD. */
  static String utf8(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  /** The UTF-8 bytes of a text. */
  static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  public String raw() {
    return source.substring(start, end);
  }

  String rawText() {
    return utf8(raw());
  }

  /** The last member with the key; null if there is none. */
  JsonTree member(String key) {
    JsonTree found = null;
    for (Member member : ((Members) value).list()) {
      found = member.key().equals(key) ? member.value() : found;
    }
    return found;
  }

  /** Thrown for a message that is stored as text. */
  private static final class BrokenKeyException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
