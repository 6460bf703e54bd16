package io.firn.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The origins of envelopes; one that equals the one before is the same instance. */
final class Origins {
  private static final int[] KEYS = {KnownKeys.OWNER, KnownKeys.LOG_GROUP, KnownKeys.LOG_STREAM};

  private final UnescapedText text = new UnescapedText();

  /** How the current origin is spelled; empty where it is not. */
  private final byte[][] spelled = {{}, {}, {}};

  private Origin current = new Origin(null, null, null);

  Origin current() {
    return current;
  }

  /** Reads the origin of the envelope whose brace is at {@code base}. */
  void read(JsonScan scan, byte[] bytes, int base) {
    boolean same = true;
    for (int i = 0; i < KEYS.length; i++) {
      int from = isString(scan, bytes, base, KEYS[i]) ? base + scan.start(KEYS[i]) : base;
      int to = from == base ? base : base + scan.end(KEYS[i]);
      if (!Arrays.equals(bytes, from, to, spelled[i], 0, spelled[i].length)) {
        spelled[i] = Arrays.copyOfRange(bytes, from, to);
        same = false;
      }
    }
    if (!same) {
      Origin read = new Origin(text(spelled[0]), text(spelled[1]), text(spelled[2]));
      current = read.equals(current) ? current : read;
    }
  }

  private static boolean isString(JsonScan scan, byte[] bytes, int base, int key) {
    return scan.has(key) && bytes[base + scan.start(key)] == '"';
  }

  private @Nullable String text(byte[] json) {
    return json.length > 0 && text.read(json, 1, json.length - 1) ? text.toString() : null;
  }
}
