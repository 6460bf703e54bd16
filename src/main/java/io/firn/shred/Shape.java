package io.firn.shred;

import io.firn.parse.JsonNumber;
import io.firn.parse.JsonTape;
import io.firn.schema.Observation;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What a JSON value is to the schema. Depth counts structs and lists; a message is 0. */
final class Shape {
  /** An array that holds nothing that makes a column. */
  static final int UNTYPED = -1;

  // What a look at an array's elements finds, in one int: the family of the last of them, and bits.
  private static final int FAMILY = 0xff;
  private static final int TYPED = 0x100;
  private static final int MIXED = 0x200;

  private final int maxDepth;

  /**
   * @param maxDepth objects and arrays deeper than this have no columns of their own
   */
  Shape(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  static boolean isContainer(JsonTape tape, int token) {
    return tape.kind(token) >= JsonTape.OBJECT;
  }

  static boolean isEmptyContainer(JsonTape tape, int token) {
    return isContainer(tape, token) && tape.size(token) == 0;
  }

  /** Whether the value equals an absent one: null, an empty container, an object of such. */
  boolean carriesNothing(JsonTape tape, int token, int depth) {
    byte kind = tape.kind(token);
    if (kind == JsonTape.NULL || isEmptyContainer(tape, token)) {
      return true;
    }
    if (kind != JsonTape.OBJECT || depth > maxDepth) {
      return false;
    }
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      if (!carriesNothing(tape, key + 1, depth + 1)) {
        return false;
      }
      key = tape.next(key + 1);
    }
    return true;
  }

  /**
   * Whether the value makes a column where there is none.
   *
   * @param depth of the value itself, should it be a container
   * @param shadowed the keys of members that do not count, where they are known
   */
  boolean isTyped(JsonTape tape, int token, int depth, @Nullable BitSet shadowed) {
    return switch (tape.kind(token)) {
      case JsonTape.NULL -> false;
      case JsonTape.NUMBER -> isHoldable(tape, token);
      case JsonTape.OBJECT -> isTypedObject(tape, token, depth, shadowed);
      case JsonTape.ARRAY -> (elements(tape, token, depth, shadowed) & TYPED) != 0;
      default -> true;
    };
  }

  /** Whether any column type holds the number exactly. */
  static boolean isHoldable(JsonTape tape, int token) {
    return (tape.number(token) & JsonNumber.FITS) != 0;
  }

  private boolean isTypedObject(JsonTape tape, int token, int depth, @Nullable BitSet shadowed) {
    if (depth > maxDepth) {
      return tape.size(token) > 0;
    }
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      boolean counts = shadowed == null || !shadowed.get(key);
      if (counts && isTyped(tape, key + 1, depth + 1, shadowed)) {
        return true;
      }
      key = tape.next(key + 1);
    }
    return false;
  }

  /** Whether a container that holds anything must become JSON text, all of it. */
  boolean isTooDeep(JsonTape tape, int token, int depth) {
    if (tape.size(token) == 0) {
      return false;
    }
    if (depth > maxDepth) {
      return true;
    }
    if (tape.kind(token) == JsonTape.OBJECT) {
      return false;
    }
    int element = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      if (isContainer(tape, element) && isTooDeep(tape, element, depth + 1)) {
        return true;
      }
      element = tape.next(element);
    }
    return false;
  }

  /**
   * The one family of an array's elements ({@code Observation.LIST_OF_*}), {@code
   * Observation.MIXED}, or {@link #UNTYPED}. The array is not too deep.
   */
  int listOf(JsonTape tape, int token, int depth, @Nullable BitSet shadowed) {
    int found = elements(tape, token, depth, shadowed);
    if ((found & TYPED) == 0) {
      return UNTYPED;
    }
    return (found & MIXED) == 0 ? found & FAMILY : Observation.MIXED;
  }

  /** Whether a typed container that the key's columns do not hold belongs into JSON text. */
  boolean isJsonText(JsonTape tape, int token, int depth, KeyPlan plan, @Nullable BitSet shadowed) {
    if (isTooDeep(tape, token, depth)) {
      return true;
    }
    return tape.kind(token) == JsonTape.ARRAY
        && (plan.list != null || listOf(tape, token, depth, shadowed) == Observation.MIXED);
  }

  /** Meets every value once: to ask nested arrays twice would cost twice as much a level. */
  private int elements(JsonTape tape, int token, int depth, @Nullable BitSet shadowed) {
    if (depth > maxDepth) {
      return tape.size(token) == 0 ? 0 : TYPED | MIXED;
    }
    int found = 0;
    int element = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      found = beside(found, element(tape, element, depth + 1, shadowed));
      element = tape.next(element);
    }
    return found;
  }

  private static int beside(int found, int next) {
    if (next == 0) {
      return found;
    }
    boolean differ = (found & FAMILY) != 0 && (found & FAMILY) != (next & FAMILY);
    return (found & ~FAMILY) | next | (differ ? MIXED : 0);
  }

  /** A number that nothing holds, or a nested array without one family, spoils the whole array. */
  private int element(JsonTape tape, int element, int depth, @Nullable BitSet shadowed) {
    return switch (tape.kind(element)) {
      case JsonTape.NULL -> 0;
      case JsonTape.STRING -> Observation.LIST_OF_STRING | TYPED;
      case JsonTape.NUMBER ->
          Observation.LIST_OF_NUMBER | (isHoldable(tape, element) ? TYPED : MIXED);
      case JsonTape.OBJECT ->
          Observation.LIST_OF_STRUCT | (isTypedObject(tape, element, depth, shadowed) ? TYPED : 0);
      case JsonTape.ARRAY -> {
        int within = elements(tape, element, depth, shadowed);
        yield Observation.LIST_OF_LIST | ((within & TYPED) == 0 ? 0 : within & ~FAMILY);
      }
      default -> Observation.LIST_OF_BOOLEAN | TYPED;
    };
  }
}
