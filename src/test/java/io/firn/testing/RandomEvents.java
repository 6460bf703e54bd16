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
  /** A key whose objects have many keys, so that those of a batch together make a map. */
  static final String WIDE = "wide";

  private static final int DEEPEST = 12;
  private static final int LATELY = 4;
  private static final int WIDE_KEYS = 140;
  private static final int FEW_OF_WIDE = 20;
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
      vocabulary.add(TroubleTokens.KEYS[random.nextInt(TroubleTokens.KEYS.length)]);
    }
  }

  /** The keys so far, some more than once. */
  public List<String> keys() {
    return List.copyOf(vocabulary);
  }

  /** JSON objects with some text among them. */
  public List<byte[]> batch(int events) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      batch.add(oneOf(30) ? text() : object());
    }
    return batch;
  }

  /** Objects of few members that hold nothing, or next to nothing. */
  public List<byte[]> slight(int events) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      out = new ByteArrayOutputStream();
      String separator = "{";
      for (int members = 1 + random.nextInt(3); members > 0; members--) {
        write(separator);
        writeKey(lately());
        write(":" + TroubleTokens.SLIGHT[random.nextInt(TroubleTokens.SLIGHT.length)]);
        separator = ",";
      }
      write("}");
      batch.add(out.toByteArray());
    }
    return batch;
  }

  /** A key, often one of those learnt last. */
  private String lately() {
    int of = random.nextInt(4) == 0 ? vocabulary.size() : LATELY;
    return vocabulary.get(vocabulary.size() - 1 - random.nextInt(of));
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

  private void writeWide() {
    int first = random.nextInt(WIDE_KEYS);
    int members = random.nextInt(FEW_OF_WIDE);
    write("{");
    for (int i = 0; i < members; i++) {
      String value = new String[] {"1", "\"x\"", "null", "{\"a\": true}"}[random.nextInt(4)];
      write((i == 0 ? "" : ",") + "\"k" + (first + i) % WIDE_KEYS + "\":" + value);
    }
    write("}");
  }

  private void writeObject(String path, int depth, boolean chain) {
    if (path.endsWith("/" + WIDE)) {
      writeWide();
      return;
    }
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
      write(TroubleTokens.NUMBERS[random.nextInt(TroubleTokens.NUMBERS.length)]);
    }
  }

  private void writeString() {
    if (oneOf(12)) {
      out.writeBytes(
          TroubleTokens.BROKEN[random.nextInt(TroubleTokens.BROKEN.length)].getBytes(ISO_8859_1));
    } else {
      write(TroubleTokens.STRINGS[random.nextInt(TroubleTokens.STRINGS.length)]);
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
