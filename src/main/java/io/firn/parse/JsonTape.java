package io.firn.parse;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * One JSON object as a flat tape of tokens over the message's own bytes; reused from message to
 * message. The root is token 0; a key is followed by its value, an array by its first element.
 */
public final class JsonTape {
  public static final byte NULL = 0;
  public static final byte FALSE = 1;
  public static final byte TRUE = 2;
  public static final byte STRING = 3;
  public static final byte NUMBER = 4;
  public static final byte OBJECT = 5;
  public static final byte ARRAY = 6;

  private static final int KIND = 7;
  private static final int PLAIN = 8;
  private static final int BROKEN = 16;

  /** Ints per token: start, end, next, size. While a container is open, its parent is its next. */
  private static final int STRIDE = 4;

  private static final int END = 1;
  private static final int NEXT = 2;
  private static final int SIZE = 3;
  private static final int FEW_TOKENS = 1 << 10;
  private static final int KEPT_TOKENS = 1 << 16;
  private static final int MOST_TOKENS = 1 << 26;

  private final NumberScan numbers = new NumberScan();
  private byte[] bytes = {};
  private int[] tape = new int[FEW_TOKENS * STRIDE];
  private byte[] kinds = new byte[FEW_TOKENS];
  private int scanned = -1;
  private boolean broken;
  private boolean brokenKey;

  /** An empty tape. */
  public JsonTape() {}

  /**
   * True if the slice is exactly one JSON object (RFC 8259, strictly), with optional white space
   * around it. False: it is text, and the tape's content is undefined. Invalid UTF-8 within strings
   * is accepted and marked. More than 2^26 tokens are text too.
   */
  public boolean read(byte[] bytes, int offset, int length) {
    clear(bytes);
    int at = offset;
    int last = offset + length - 1;
    while (at < last && isSpace(bytes[at])) {
      at++;
    }
    while (at < last && isSpace(bytes[last])) {
      last--;
    }
    return at < last && bytes[at] == '{' && bytes[last] == '}' && walk(bytes, at, last);
  }

  private void clear(byte[] next) {
    bytes = next;
    scanned = -1;
    broken = false;
    brokenKey = false;
    if (kinds.length > KEPT_TOKENS) {
      kinds = new byte[FEW_TOKENS];
      tape = new int[FEW_TOKENS * STRIDE];
    }
  }

  /**
   * Reads the object that begins at {@code first}. The byte at {@code last} is a brace, at which
   * everything but a string stops by itself: so nothing but strings looks at the limit.
   */
  private boolean walk(byte[] bytes, int first, int last) {
    int count = 0;
    int open = -1;
    int size = 0;
    int closer = 0;
    int at = first;
    while (true) {
      if (count + 2 > kinds.length && !grow()) {
        return false;
      }
      if (closer == '}') {
        at = key(bytes, at, last, count++);
        if (at < 0) {
          return false;
        }
      }
      size++;
      int c = bytes[at];
      if (c == '{' || c == '[') {
        if (open >= 0) {
          tape[open * STRIDE + SIZE] = size;
        }
        enter(count, c == '{' ? OBJECT : ARRAY, at, open);
        open = count++;
        size = 0;
        closer = c + 2;
        at = skipSpace(bytes, at + 1);
        if (bytes[at] != closer) {
          continue;
        }
      } else {
        at = c == '"' ? string(bytes, at, last, count++) : atom(bytes, at, last, count++);
        if (at < 0) {
          return false;
        }
        at = skipSpace(bytes, at);
      }
      while (bytes[at] == closer) {
        int parent = close(open, at + 1, count, size);
        if (at == last || parent < 0) {
          return at == last && parent < 0;
        }
        open = parent;
        size = tape[open * STRIDE + SIZE];
        closer = bytes[tape[open * STRIDE]] + 2;
        at = skipSpace(bytes, at + 1);
      }
      if (bytes[at] != ',') {
        return false;
      }
      at = skipSpace(bytes, at + 1);
    }
  }

  /** Reads a key and its colon, up to the value; -1 if it is none. */
  private int key(byte[] bytes, int at, int last, int token) {
    if (bytes[at] != '"') {
      return -1;
    }
    int end = string(bytes, at, last, token);
    if (end < 0) {
      return -1;
    }
    brokenKey |= broken && isBroken(token);
    int colon = skipSpace(bytes, end);
    return bytes[colon] == ':' ? skipSpace(bytes, colon + 1) : -1;
  }

  private int string(byte[] bytes, int at, int last, int token) {
    int end = JsonString.plainEnd(bytes, at + 1, last);
    if (bytes[end] == '"') {
      put(token, STRING | PLAIN, at, end + 1);
      return end + 1;
    }
    return specialString(bytes, at, end, last, token);
  }

  private int specialString(byte[] bytes, int at, int from, int last, int token) {
    long scan = JsonString.scan(bytes, from, last);
    if (scan == JsonString.INVALID) {
      return -1;
    }
    boolean isBroken = (scan & JsonString.BROKEN) != 0;
    broken |= isBroken;
    put(
        token,
        STRING | (JsonString.isPlain(scan) ? PLAIN : 0) | (isBroken ? BROKEN : 0),
        at,
        (int) scan);
    return (int) scan;
  }

  /** Reads a number or a literal. */
  private int atom(byte[] bytes, int at, int last, int token) {
    return switch (bytes[at]) {
      case 't' -> literal(bytes, at, last, token, TRUE, "true");
      case 'f' -> literal(bytes, at, last, token, FALSE, "false");
      case 'n' -> literal(bytes, at, last, token, NULL, "null");
      default -> {
        int end = NumberScan.end(bytes, at);
        put(token, NUMBER, at, end);
        yield end;
      }
    };
  }

  private int literal(byte[] bytes, int at, int last, int token, int kind, String text) {
    int end = at + text.length();
    if (end > last) {
      return -1;
    }
    for (int i = 1; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return -1;
      }
    }
    put(token, kind, at, end);
    return end;
  }

  private void put(int token, int kind, int start, int end) {
    kinds[token] = (byte) kind;
    int i = token * STRIDE;
    tape[i] = start;
    tape[i + END] = end;
    tape[i + NEXT] = token + 1;
  }

  private void enter(int token, int kind, int start, int parent) {
    kinds[token] = (byte) kind;
    tape[token * STRIDE] = start;
    tape[token * STRIDE + NEXT] = parent;
  }

  /** Closes a container and gives back its parent. */
  private int close(int token, int end, int next, int size) {
    int i = token * STRIDE;
    int parent = tape[i + NEXT];
    tape[i + END] = end;
    tape[i + NEXT] = next;
    tape[i + SIZE] = size;
    return parent;
  }

  private boolean grow() {
    if (kinds.length >= MOST_TOKENS) {
      return false;
    }
    kinds = Arrays.copyOf(kinds, kinds.length * 2);
    tape = Arrays.copyOf(tape, tape.length * 2);
    return true;
  }

  private static int skipSpace(byte[] bytes, int at) {
    int to = at;
    while (isSpace(bytes[to])) {
      to++;
    }
    return to;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** The bytes that were read last. */
  public byte[] bytes() {
    return bytes;
  }

  /** NULL, FALSE, TRUE, STRING, NUMBER, OBJECT or ARRAY. */
  public byte kind(int token) {
    return (byte) (kinds[token] & KIND);
  }

  /** The offset of the raw token: of a string's opening quote, of a brace or bracket. */
  public int start(int token) {
    return tape[token * STRIDE];
  }

  /** The exclusive end of the raw token, closing quote, brace or bracket included. */
  public int end(int token) {
    return tape[token * STRIDE + END];
  }

  /** The first token after this value and all that it contains. */
  public int next(int token) {
    return tape[token * STRIDE + NEXT];
  }

  /** The members of an object, the elements of an array. */
  public int size(int token) {
    return tape[token * STRIDE + SIZE];
  }

  /** The value of the object's first member of that key, spelled so without escapes; -1: none. */
  int member(int object, FieldKey key) {
    int end = next(object);
    for (int token = object + 1; token < end; token = next(token + 1)) {
      if (key.is(bytes, start(token) + 1, end(token) - 1)) {
        return token + 1;
      }
    }
    return -1;
  }

  /** A string whose bytes between the quotes are its content: valid UTF-8 without escapes. */
  public boolean isPlain(int token) {
    return (kinds[token] & PLAIN) != 0;
  }

  /** A string with invalid UTF-8 or a lone surrogate escape. */
  public boolean isBroken(int token) {
    return (kinds[token] & BROKEN) != 0;
  }

  /** True if any key anywhere in the message is broken. */
  public boolean hasBrokenKey() {
    return brokenKey;
  }

  /** True if a string or key within this value is broken. */
  public boolean isBrokenWithin(int token) {
    if (!broken) {
      return false;
    }
    for (int i = token; i < next(token); i++) {
      if (isBroken(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A string's content as UTF-8: escapes resolved, every invalid sequence and every lone surrogate
   * replaced by U+FFFD, as {@link Utf8#repair} does it.
   */
  public byte[] decode(int token) {
    int start = start(token) + 1;
    int end = end(token) - 1;
    return isPlain(token)
        ? Arrays.copyOfRange(bytes, start, end)
        : JsonString.decode(bytes, start, end);
  }

  /** How a number is spelled and what it fits, as {@link JsonNumber} has it. */
  public int number(int token) {
    return scan(token).code();
  }

  /** The value of a number that fits a long. */
  public long longValue(int token) {
    return scan(token).longValue();
  }

  /** The nearest double of a number that fits one. */
  public double doubleValue(int token) {
    return scan(token).doubleValue();
  }

  /** The value, with scale 0, of a number that fits a decimal. */
  public BigDecimal decimalValue(int token) {
    return scan(token).decimalValue();
  }

  private NumberScan scan(int token) {
    if (scanned != token) {
      numbers.scan(bytes, start(token), end(token));
      scanned = token;
    }
    return numbers;
  }
}
