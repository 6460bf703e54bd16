package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.SchemaBounds;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the members that a later one of the same object replaces. */
final class Duplicates {
  private final JsonTape tape;
  private final BitSet shadowed = new BitSet();

  private Duplicates(JsonTape tape) {
    this.tape = tape;
  }

  /** The key tokens that do not count: a later member has the same key, or shares its columns. */
  static BitSet shadowed(JsonTape tape, @Nullable LevelPlan level) {
    Duplicates duplicates = new Duplicates(tape);
    duplicates.object(level, 0, 0);
    return duplicates.shadowed;
  }

  /** Whether two members of the object have the same key. */
  static boolean hasAny(JsonTape tape, int token) {
    KeyIndex keys = new KeyIndex();
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      byte[] decoded = tape.decode(key);
      if (keys.find(decoded, 0, decoded.length, 0) != KeyIndex.ABSENT) {
        return true;
      }
      keys.add(decoded);
      key = tape.next(key + 1);
    }
    return false;
  }

  private void object(@Nullable LevelPlan level, int token, int depth) {
    Map<Object, Integer> last = new HashMap<>();
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      KeyPlan plan = level == null ? null : level.planOf(tape, key);
      Object identity = plan == null ? new String(tape.decode(key), UTF_8) : plan;
      Integer earlier = last.put(identity, key);
      if (earlier != null) {
        shadowed.set(earlier);
      }
      value(plan, key + 1, depth + 1);
      key = tape.next(key + 1);
    }
  }

  private void value(@Nullable KeyPlan plan, int token, int depth) {
    if (depth > SchemaBounds.MOST_DEPTH || !Shape.isContainer(tape, token)) {
      return;
    }
    if (tape.kind(token) == JsonTape.OBJECT) {
      object(plan == null ? null : plan.struct, token, depth);
    } else {
      array(plan == null ? null : plan.list, token, depth);
    }
  }

  private void array(@Nullable ListPlan list, int token, int depth) {
    int element = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      if (depth < SchemaBounds.MOST_DEPTH && tape.kind(element) == JsonTape.OBJECT) {
        object(list == null ? null : list.struct(), element, depth + 1);
      } else if (depth < SchemaBounds.MOST_DEPTH && tape.kind(element) == JsonTape.ARRAY) {
        array(list == null ? null : list.list(), element, depth + 1);
      }
      element = tape.next(element);
    }
  }
}
