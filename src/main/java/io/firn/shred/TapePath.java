package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a walk over a tape stands: keys and array positions from the root. */
final class TapePath {
  private int[] steps = new int[16];
  private int depth;

  void clear() {
    depth = 0;
  }

  void enterKey(int keyToken) {
    push(keyToken);
  }

  /** Array positions are kept as their complement, so that they differ from tokens. */
  void enterElement(int position) {
    push(~position);
  }

  void leave() {
    depth--;
  }

  private void push(int step) {
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, depth * 2);
    }
    steps[depth++] = step;
  }

  /** The keys from the root; array positions are left out. */
  List<String> keys(JsonTape tape) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      if (steps[i] >= 0) {
        keys.add(new String(tape.decode(steps[i]), UTF_8));
      }
    }
    return keys;
  }

  /** The JSON Pointer (RFC 6901). */
  String pointer(JsonTape tape) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      pointer.append('/');
      if (steps[i] < 0) {
        pointer.append(~steps[i]);
      } else {
        String key = new String(tape.decode(steps[i]), UTF_8);
        pointer.append(key.replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }
}
