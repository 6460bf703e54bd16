package io.firn.decode;

import java.util.Arrays;

/**
 * Finds the end of a JSON object while its bytes come in, and where the values of {@link KnownKeys}
 * lie. It is strict about structure; what numbers, literals and escapes say is for whoever reads
 * them. All places count from the object's brace.
 */
final class JsonScan {
  /** The bytes end within the object. */
  static final int UNFINISHED = -1;

  /** This is no JSON object; {@link #place} tells from where on. */
  static final int BROKEN = -2;

  private static final int KEY_OR_END = 0;
  private static final int KEY = 1;
  private static final int IN_KEY = 2;
  private static final int COLON = 3;
  private static final int VALUE_OR_END = 4;
  private static final int VALUE = 5;
  private static final int IN_STRING = 6;
  private static final int IN_SCALAR = 7;
  private static final int AFTER_VALUE = 8;
  private static final int FINISHED = 9;
  private static final int FAILED = 10;

  private final int[] starts = new int[KnownKeys.COUNT];
  private final int[] ends = new int[KnownKeys.COUNT];

  /** A bit for each open container: whether it is an object. */
  private long[] containers = new long[4];

  private int depth;
  private boolean inObject;
  private int state;
  private int place;
  private int keyStart;
  private int key;
  private boolean repeated;

  /** Begins with another object. */
  void start() {
    Arrays.fill(starts, -1);
    Arrays.fill(ends, -1);
    depth = 0;
    state = VALUE;
    place = 0;
    key = -1;
    repeated = false;
  }

  /**
   * Goes on from where it stopped.
   *
   * @param base where the object's brace is now
   * @return the object's length, {@link #UNFINISHED} or {@link #BROKEN}
   */
  int scan(byte[] bytes, int base, int end) {
    int at = base + place;
    while (at < end) {
      at =
          switch (state) {
            case IN_KEY, IN_STRING -> inString(bytes, at, base, end);
            case IN_SCALAR -> inScalar(bytes, at, base, end);
            default -> between(bytes, at, base);
          };
      if (state >= FINISHED) {
        place = at - base;
        return state == FINISHED ? place : BROKEN;
      }
      if (at < 0) {
        // The backslash of an escape is looked at again, with the byte that it escapes.
        place = ~at - base;
        return UNFINISHED;
      }
    }
    place = at - base;
    return UNFINISHED;
  }

  /** How far the scan came. */
  int place() {
    return place;
  }

  boolean has(int known) {
    return ends[known] >= 0;
  }

  int start(int known) {
    return starts[known];
  }

  int end(int known) {
    return ends[known];
  }

  /** Whether a known key occurred twice: then it does not say which of its values is meant. */
  boolean isRepeated() {
    return repeated;
  }

  private int inString(byte[] bytes, int from, int base, int end) {
    int at = JsonBytes.plainEnd(bytes, from, end);
    while (at < end && bytes[at] == '\\') {
      if (at + 1 == end) {
        return ~at;
      }
      at = bytes[at + 1] == '\n' ? at + 1 : JsonBytes.plainEnd(bytes, at + 2, end);
    }
    if (at == end) {
      return at;
    }
    if (bytes[at] == '\n') {
      state = FAILED;
      return at;
    }
    if (state == IN_STRING) {
      endOfValue(at + 1 - base);
    } else {
      state = COLON;
      if (depth == 1) {
        key = KnownKeys.find(bytes, base + keyStart, at);
      }
    }
    return at + 1;
  }

  private int inScalar(byte[] bytes, int from, int base, int end) {
    int at = from;
    while (at < end && JsonBytes.isScalar(bytes[at])) {
      at++;
    }
    if (at < end) {
      endOfValue(at - base);
    }
    return at;
  }

  private int between(byte[] bytes, int at, int base) {
    byte b = bytes[at];
    if (JsonBytes.isSpace(b)) {
      return at + 1;
    }
    return switch (state) {
      case KEY_OR_END -> b == '}' ? close(at, base) : key(b, at, base);
      case KEY -> key(b, at, base);
      case COLON -> move(b == ':' ? VALUE : FAILED, at);
      case VALUE_OR_END -> b == ']' ? close(at, base) : value(b, at, base);
      case VALUE -> value(b, at, base);
      default -> afterValue(b, at, base);
    };
  }

  /** Goes over a byte into the next state, or stays at the byte that fails. */
  private int move(int next, int at) {
    state = next;
    return next == FAILED ? at : at + 1;
  }

  private int key(byte b, int at, int base) {
    keyStart = at + 1 - base;
    return move(b == '"' ? IN_KEY : FAILED, at);
  }

  private int value(byte b, int at, int base) {
    if (depth == 1 && key >= 0) {
      repeated |= starts[key] >= 0;
      starts[key] = at - base;
    }
    if (b == '"') {
      return move(IN_STRING, at);
    }
    if (b == '{' || b == '[') {
      open(b == '{');
      return move(inObject ? KEY_OR_END : VALUE_OR_END, at);
    }
    state = JsonBytes.isScalar(b) ? IN_SCALAR : FAILED;
    return at;
  }

  private int afterValue(byte b, int at, int base) {
    if (b == ',') {
      return move(inObject ? KEY : VALUE, at);
    }
    return b == (inObject ? '}' : ']') ? close(at, base) : move(FAILED, at);
  }

  private void open(boolean object) {
    int word = depth >>> 6;
    if (word == containers.length) {
      containers = Arrays.copyOf(containers, 2 * word);
    }
    long bit = 1L << depth;
    containers[word] = object ? containers[word] | bit : containers[word] & ~bit;
    inObject = object;
    depth++;
  }

  private int close(int at, int base) {
    depth--;
    if (depth == 0) {
      state = FINISHED;
      return at + 1;
    }
    int parent = depth - 1;
    inObject = (containers[parent >>> 6] & 1L << parent) != 0;
    endOfValue(at + 1 - base);
    return at + 1;
  }

  private void endOfValue(int end) {
    state = AFTER_VALUE;
    if (depth == 1 && key >= 0) {
      ends[key] = end;
    }
  }
}
