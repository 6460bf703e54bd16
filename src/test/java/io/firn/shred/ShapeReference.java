package io.firn.shred;

import io.firn.parse.JsonTape;
import io.firn.schema.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link Shape} says of values, as it is defined: one question at a time, and slow. */
record ShapeReference(JsonTape tape, int maxDepth, BitSet shadowed) {

  boolean isTyped(int token, int depth) {
    return switch (tape.kind(token)) {
      case JsonTape.NULL -> false;
      case JsonTape.NUMBER -> Shape.isHoldable(tape, token);
      case JsonTape.OBJECT -> isTypedObject(token, depth);
      case JsonTape.ARRAY -> isTooDeep(token, depth) || listOf(token, depth) != Shape.UNTYPED;
      default -> true;
    };
  }

  private boolean isTypedObject(int token, int depth) {
    if (depth > maxDepth) {
      return tape.size(token) > 0;
    }
    return keys(token).stream().anyMatch(key -> !shadowed.get(key) && isTyped(key + 1, depth + 1));
  }

  private boolean isTooDeep(int token, int depth) {
    if (!Shape.isContainer(tape, token) || tape.size(token) == 0) {
      return false;
    }
    return depth > maxDepth
        || (tape.kind(token) == JsonTape.ARRAY
            && elements(token).stream().anyMatch(element -> isTooDeep(element, depth + 1)));
  }

  /** Of an array that is not too deep. */
  int listOf(int token, int depth) {
    List<Integer> elements = elements(token);
    if (elements.stream().noneMatch(element -> isTyped(element, depth + 1))) {
      return Shape.UNTYPED;
    }
    Set<Integer> families = new HashSet<>();
    elements.forEach(element -> families.add(family(element)));
    boolean mixed = elements.stream().anyMatch(element -> isMixed(element, depth + 1));
    families.remove(Shape.UNTYPED);
    return mixed || families.size() > 1 ? Observation.MIXED : families.iterator().next();
  }

  private int family(int element) {
    return switch (tape.kind(element)) {
      case JsonTape.NULL -> Shape.UNTYPED;
      case JsonTape.STRING -> Observation.LIST_OF_STRING;
      case JsonTape.NUMBER -> Observation.LIST_OF_NUMBER;
      case JsonTape.OBJECT -> Observation.LIST_OF_STRUCT;
      case JsonTape.ARRAY -> Observation.LIST_OF_LIST;
      default -> Observation.LIST_OF_BOOLEAN;
    };
  }

  private boolean isMixed(int element, int depth) {
    return switch (tape.kind(element)) {
      case JsonTape.NUMBER -> !Shape.isHoldable(tape, element);
      case JsonTape.ARRAY -> listOf(element, depth) == Observation.MIXED;
      default -> false;
    };
  }

  private List<Integer> elements(int token) {
    List<Integer> elements = new ArrayList<>();
    int element = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      elements.add(element);
      element = tape.next(element);
    }
    return elements;
  }

  private List<Integer> keys(int token) {
    List<Integer> keys = new ArrayList<>();
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      keys.add(key);
      key = tape.next(key + 1);
    }
    return keys;
  }
}
