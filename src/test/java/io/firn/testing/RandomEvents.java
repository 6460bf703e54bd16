package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Messages that make trouble: each generator has a small vocabulary of keys, and a favourite kind
 * of value for each key, so that keys and kinds meet.
 */
public final class RandomEvents {
  private static final int DEEPEST = 12;
  private static final String LONG = "l".repeat(300);
  private static final String[] KEYS = {
    "a",
    "b",
    "c",
    "d",
    "id",
    "Id",
    "ID",
    "requestId",
    "requestID",
    "requestid",
    "Tag",
    "tag",
    "TAG",
    "a.b",
    "a_b",
    "a b",
    "a-b",
    "A.B",
    "A_B",
    "a_b_2e7336",
    "+1",
    "-1",
    "1",
    "1st",
    "c_1st",
    "2",
    "",
    " ",
    "_",
    "__",
    "#",
    "@t",
    "中文",
    "日本",
    "中",
    "😀",
    "😁",
    "é",
    "É",
    "\u212A",
    "ı",
    "log_time",
    "LOG_TIME",
    "log.time",
    "log_message",
    "log_source",
    "log_tags",
    "log_rescued",
    "log_x",
    "status",
    "status__string",
    "status__long",
    "status__json",
    "status__struct",
    "Status__string",
    "x",
    "x__double",
    "x__decimal",
    "x__long",
    "x__list",
    "~",
    "/",
    "~1",
    "a/b",
    "\u0000",
    "\n",
    "\"",
    "\\",
    "\u2028",
    "\uFFFD",
    "\uFFFF",
    LONG,
    LONG + "a",
    LONG + "b",
    "L".repeat(300),
    "v".repeat(255),
    "w".repeat(250),
    "w".repeat(250) + "__string",
    "element",
    "key",
    "null",
    "true",
    "\uD800\uDC00",
    "z\uFF61",
    "z\uD83D\uDE00",
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "0.0",
    "-0.0",
    "0e5",
    "1",
    "2",
    "3",
    "-7",
    "42",
    "200",
    "404",
    "1.0",
    "1e3",
    "1E+2",
    "100e-2",
    "5.3",
    "0.1",
    "-2.5",
    "1e-7",
    "3.141592653589793",
    "1234567.125",
    "2e-3",
    "1e21",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "9007199254740992",
    "9007199254740993",
    "9007199254740993.0",
    "4503599627370497.5",
    "1e18",
    "1e19",
    "1e37",
    "1e38",
    "12345678901234567890",
    "99999999999999999999999999999999999999",
    "-99999999999999999999999999999999999999",
    "100000000000000000000000000000000000000",
    "1234567890123456789012345678901234567890",
    "1e999",
    "-1e999",
    "1e-999",
    "1e99999999999",
    "0.30000000000000004",
    "0.1000000000000000055511151231257827",
    "2.2250738585072014e-308",
    "4.9e-324",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "2e22",
    "2.0E-3",
    "0.000000000000000000000000000001",
    "123456789012345678",
    "1732320000000",
    "1732320000.123",
    "2.2250738585072012e-308",
    "9.999999999999999e22",
    "1e23",
    "8.41e21",
    "2e-44",
    "5e-324",
  };
  private static final String[] STRINGS = {
    "\"\"",
    "\"x\"",
    "\"GET /a\"",
    "\"12\"",
    "\"true\"",
    "\"2026-11-18T09:30:00Z\"",
    "\"é中😀\"",
    "\"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\"",
    "\"{\\\"a\\\":1}\"",
    "\"\\u0000\"",
    "\" \"",
  };
  private static final String[] BROKEN = {
    "\"\\ud800\"",
    "\"a\\udc00b\"",
    "\"\\ud83d\\ud83d\\ude00\"",
    "\"\u00ff\"",
    "\"x\u00e4\u00bd\"",
    "\"\u00ed\u00a0\u0080\\n\"",
    "\"\u00c0\u00af\"",
    "\"\u00f0\u009f\u0098\"",
  };

  private final Random random;
  private final List<String> vocabulary = new ArrayList<>();
  private final Map<String, Integer> favourites = new HashMap<>();
  private final int duplicates;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** All that it makes follows from the random numbers. */
  public RandomEvents(Random random) {
    this.random = random;
    this.duplicates = random.nextInt(3) == 0 ? 4 : 40;
    learn(4 + random.nextInt(12));
  }

  /** Adds keys to the vocabulary. */
  public void learn(int keys) {
    for (int i = 0; i < keys; i++) {
      vocabulary.add(KEYS[random.nextInt(KEYS.length)]);
    }
  }

  /** JSON objects with some text among them. */
  public List<byte[]> batch(int events) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      batch.add(oneOf(30) ? text() : object());
    }
    return batch;
  }

  private byte[] object() {
    out = new ByteArrayOutputStream();
    space();
    writeObject("", 0, false);
    space();
    return out.toByteArray();
  }

  private byte[] text() {
    byte[] json = object();
    return switch (random.nextInt(5)) {
      case 0 -> java.util.Arrays.copyOf(json, random.nextInt(json.length));
      case 1 -> (new String(json, ISO_8859_1) + "x").getBytes(ISO_8859_1);
      case 2 -> "{\"k\\ud800\":1}".getBytes(UTF_8);
      case 3 -> "{\"k\u00ff\":1,\"a\":{}}".getBytes(ISO_8859_1);
      default -> "INFO \u00e9 done\n\tat x".getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1);
    };
  }

  private boolean oneOf(int n) {
    return random.nextInt(n) == 0;
  }

  private void write(String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }

  private void space() {
    if (oneOf(12)) {
      write(new String[] {" ", "\n", "\r\n\t", "  "}[random.nextInt(4)]);
    }
  }

  private void writeObject(String path, int depth, boolean chain) {
    write("{");
    space();
    int members = chain ? 1 : random.nextInt(depth == 0 ? 9 : 4);
    List<String> used = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      String key = vocabulary.get(random.nextInt(vocabulary.size()));
      if (used.contains(key) && !oneOf(duplicates)) {
        continue;
      }
      write(used.isEmpty() ? "" : ",");
      used.add(key);
      space();
      writeKey(key);
      space();
      write(":");
      space();
      writeValue(path + "/" + key, depth + 1, chain);
      space();
    }
    write("}");
  }

  private void writeKey(String key) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean must = c < ' ' || c == '"' || c == '\\';
      if (must || oneOf(60)) {
        literal.append(String.format("\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    // A pair of surrogates of which one is escaped is no pair.
    String text = literal.append('"').toString();
    write(key.codePoints().anyMatch(c -> c > 0xFFFF) ? '"' + key + '"' : text);
  }

  private void writeValue(String path, int depth, boolean chain) {
    if (chain && depth < DEEPEST) {
      writeContainer(path, depth);
      return;
    }
    int favourite = favourites.computeIfAbsent(path, p -> random.nextInt(16));
    writeKind(oneOf(4) ? random.nextInt(16) : favourite, path, depth);
  }

  private void writeContainer(String path, int depth) {
    if (random.nextBoolean()) {
      writeObject(path, depth, true);
    } else {
      write("[");
      writeValue(path + "/*", depth + 1, true);
      write("]");
    }
  }

  private void writeKind(int kind, String path, int depth) {
    switch (kind) {
      case 0, 1 -> write(random.nextBoolean() ? "true" : "false");
      case 2, 3, 4 -> writeNumber();
      case 5, 6, 7 -> writeString();
      case 8, 9, 10 -> writeObjectOrChain(path, depth);
      case 11, 12 -> writeArray(path, depth, random.nextInt(5));
      case 13 -> writeArray(path, depth, 5);
      case 14 -> write(new String[] {"null", "{}", "[]", "\"\""}[random.nextInt(4)]);
      default -> write(new String[] {"[null]", "[{}]", "[[null]]", "[[],[]]"}[random.nextInt(4)]);
    }
  }

  private void writeObjectOrChain(String path, int depth) {
    if (depth < DEEPEST) {
      writeObject(path, depth, oneOf(25));
    } else {
      write("{}");
    }
  }

  private void writeNumber() {
    if (oneOf(3)) {
      write(Integer.toString(random.nextInt(1000)));
    } else if (oneOf(6)) {
      write(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)));
    } else if (oneOf(6)) {
      write(
          Double.toString(Double.longBitsToDouble(random.nextLong())).replaceAll("[^0-9.E-]", "1"));
    } else {
      write(NUMBERS[random.nextInt(NUMBERS.length)]);
    }
  }

  private void writeString() {
    if (oneOf(12)) {
      out.writeBytes(BROKEN[random.nextInt(BROKEN.length)].getBytes(ISO_8859_1));
    } else {
      write(STRINGS[random.nextInt(STRINGS.length)]);
    }
  }

  /** Of one kind below 5: numbers, strings, booleans, objects, arrays; else mixed. */
  private void writeArray(String path, int depth, int of) {
    int[] kinds = {2, 5, 0, 8, 11};
    write("[");
    space();
    int size = depth < DEEPEST ? random.nextInt(4) : 0;
    for (int i = 0; i < size; i++) {
      write(i == 0 ? "" : ",");
      space();
      if (oneOf(8)) {
        write(new String[] {"null", "{}", "[]"}[random.nextInt(3)]);
      } else {
        writeKind(of == 5 ? random.nextInt(16) : kinds[of], path + "/*", depth + 1);
      }
      space();
    }
    write("]");
  }
}
