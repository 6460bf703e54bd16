package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tape against Jackson: the same messages are objects, and of the same tokens. */
class JsonTapeDifferentialTest {
  private static final long SEED = 20261118;
  private static final String[] PIECES = {
    "a",
    "key",
    "request_id",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0041",
    "\\u00e4",
    "\\ud83d\\ude00",
    "\\uD83D",
    "\\udE00",
    "\u00e4",
    "\u20ac",
    "\ud83d\ude00",
    "\u007f",
    "0123456789abcdef",
    " ",
    "{",
    "]",
    ":",
    ",",
    "'"
  };
  private static final String[] ATOMS = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12",
    "-3.25",
    "1e5",
    "1E-7",
    "0.0e+0",
    "9223372036854775808",
    "123456789012345678901234567890",
    "{}",
    "[]",
    "[ ]",
    "{\t}",
    "\"\""
  };
  private static final byte[] INTERESTING =
      "{}[]:,\"\\ut0e.-+/ \n\tn1\0\u001f\u007f".getBytes(UTF_8);

  private final JsonFactory jackson = JsonFactory.builder().build();
  private final JsonTape tape = new JsonTape();

  JsonTapeDifferentialTest() {
    jackson.setStreamReadConstraints(
        StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build());
  }

  @Test
  void readsRandomObjectsAsJacksonDoes() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 1 + random.nextInt(6));
      byte[] bytes = json.toString().getBytes(UTF_8);
      assertThat(compare(bytes)).as("seed %d, round %d: %s", SEED, i, json).isTrue();
    }
  }

  @Test
  void judgesDamagedObjectsAsJacksonDoes() throws IOException {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 1 + random.nextInt(4));
      byte[] bytes = json.toString().getBytes(UTF_8);
      for (int damage = 1 + random.nextInt(2); damage > 0; damage--) {
        bytes = damage(random, bytes);
      }
      read += compare(bytes) ? 1 : 0;
    }
    assertThat(read).isBetween(6_000, 54_000);
  }

  @Test
  void readsDeepObjectsAsJacksonDoes() throws IOException {
    String json = "{\"a\":[".repeat(100_000) + "1" + "]}".repeat(100_000);
    assertThat(compare(json.getBytes(UTF_8))).isTrue();
  }

  private static void object(Random random, StringBuilder out, int depth) {
    space(random, out.append('{'));
    for (int i = 0, members = random.nextInt(5); i < members; i++) {
      space(random, out.append(i > 0 ? "," : ""));
      string(random, out);
      space(random, out);
      space(random, out.append(':'));
      value(random, out, depth);
      space(random, out);
    }
    out.append('}');
  }

  private static void value(Random random, StringBuilder out, int depth) {
    switch (depth > 0 ? random.nextInt(5) : random.nextInt(2)) {
      case 0 -> out.append(ATOMS[random.nextInt(ATOMS.length)]);
      case 1, 2 -> string(random, out);
      case 3 -> object(random, out, depth - 1);
      default -> {
        space(random, out.append('['));
        for (int i = 0, elements = random.nextInt(5); i < elements; i++) {
          space(random, out.append(i > 0 ? "," : ""));
          value(random, out, depth - 1);
          space(random, out);
        }
        out.append(']');
      }
    }
  }

  private static void string(Random random, StringBuilder out) {
    out.append('"');
    for (int i = random.nextInt(4); i > 0; i--) {
      out.append(PIECES[random.nextInt(PIECES.length)]);
    }
    out.append('"');
  }

  private static void space(Random random, StringBuilder out) {
    for (int i = random.nextInt(8) == 0 ? random.nextInt(12) : 0; i > 0; i--) {
      out.append(" \t\n\r    ".charAt(random.nextInt(8)));
    }
  }

  private static byte[] damage(Random random, byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int to = at + random.nextInt(bytes.length - at);
    byte drawn = INTERESTING[random.nextInt(INTERESTING.length)];
    byte[] damaged = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged[at] = (byte) random.nextInt(256);
      case 1 -> damaged[at] = drawn;
      case 2 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> {
        damaged = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, damaged, at + 1, bytes.length - at);
        damaged[at] = drawn;
      }
      default -> {
        int cut = random.nextBoolean() ? to : Math.min(at + 1, bytes.length);
        damaged = Arrays.copyOf(bytes, bytes.length - (cut - at));
        System.arraycopy(bytes, cut, damaged, at, bytes.length - cut);
      }
    }
    return damaged.length == 0 ? bytes : damaged;
  }

  /** True if both read the message, and the same. Between other bytes, and so at all alignments. */
  private boolean compare(byte[] message) throws IOException {
    int offset = message.length % 11;
    byte[] bytes = new byte[offset + message.length + message.length % 9];
    Arrays.fill(bytes, (byte) '"');
    System.arraycopy(message, 0, bytes, offset, message.length);
    boolean read = tape.read(bytes, offset, message.length);
    String hull = new String(message, UTF_8);
    List<String> expected = tokens(hull);

    assertThat(read).as("seed %d: %s", SEED, hull).isEqualTo(!expected.isEmpty());
    if (read) {
      assertThat(tokens()).as("seed %d: %s", SEED, hull).isEqualTo(expected);
    }
    return read;
  }

  /**
   * Jackson's tokens; none if it is not one object. Invalid bytes are U+FFFD before it sees them.
   */
  private List<String> tokens(String json) throws IOException {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = jackson.createParser(json)) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null || (depth == 0 && token != JsonToken.START_OBJECT)) {
          return List.of();
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        String text = token.asString() == null ? whole(parser.getText()) : token.asString();
        tokens.add(token.isStructEnd() ? "end" : text);
      } while (depth > 0);
      return parser.nextToken() == null ? tokens : List.of();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  /** Lone surrogates become U+FFFD. */
  private static String whole(String text) {
    StringBuilder whole = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int token = 0; token < tape.next(0); token++) {
      close(ends, token, tokens);
      switch (tape.kind(token)) {
        case JsonTape.OBJECT, JsonTape.ARRAY -> {
          boolean isObject = tape.kind(token) == JsonTape.OBJECT;
          assertThat(tape.bytes()[tape.start(token)]).isEqualTo((byte) (isObject ? '{' : '['));
          assertThat(tape.bytes()[tape.end(token) - 1]).isEqualTo((byte) (isObject ? '}' : ']'));
          assertThat(tape.size(token)).isEqualTo(countedSize(token));
          tokens.add(isObject ? "{" : "[");
          ends.add(tape.next(token));
        }
        case JsonTape.STRING -> tokens.add(new String(tape.decode(token), UTF_8));
        default -> tokens.add(raw(token));
      }
    }
    close(ends, tape.next(0), tokens);
    return tokens;
  }

  private static void close(List<Integer> ends, int token, List<String> tokens) {
    while (!ends.isEmpty() && ends.get(ends.size() - 1) == token) {
      ends.remove(ends.size() - 1);
      tokens.add("end");
    }
  }

  private int countedSize(int container) {
    int size = 0;
    for (int i = container + 1; i < tape.next(container); size++) {
      i = tape.next(tape.kind(container) == JsonTape.OBJECT ? i + 1 : i);
    }
    return size;
  }

  private String raw(int token) {
    int start = tape.start(token);
    return new String(tape.bytes(), start, tape.end(token) - start, UTF_8);
  }
}
