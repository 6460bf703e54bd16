package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.policy.SchemaBounds;
import io.firn.schema.Observation;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShapeTest {
  private static final String[] SCALARS = {"null", "null", "true", "1", "2", "1e999", "\"s\""};

  /** The array of {@code {"a":[...]}}. */
  private static final int ARRAY = 2;

  private final JsonTape tape = new JsonTape();

  @Test
  void saysOfNestedArraysWhatTheirDefinitionSays() {
    Set<Integer> met = new HashSet<>();
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      String json = "{\"a\":" + array(random, 1 + random.nextInt(6)) + "}";
      int maxDepth = 1 + random.nextInt(6);
      read(json);
      Shape shape = new Shape(maxDepth);
      ShapeReference reference = new ShapeReference(tape, maxDepth, shadowed(random));
      String what = "seed " + seed + ", depth " + maxDepth + ": " + json;

      assertThat(shape.isTyped(tape, ARRAY, 1, reference.shadowed()))
          .as(what)
          .isEqualTo(reference.isTyped(ARRAY, 1));
      if (shape.isTooDeep(tape, ARRAY, 1)) {
        met.add(Observation.DEEP);
      } else {
        int of = shape.listOf(tape, ARRAY, 1, reference.shadowed());
        assertThat(of).as(what).isEqualTo(reference.listOf(ARRAY, 1));
        met.add(of);
      }
    }
    assertThat(met)
        .containsExactlyInAnyOrder(
            Observation.DEEP,
            Observation.MIXED,
            Observation.LIST_OF_BOOLEAN,
            Observation.LIST_OF_NUMBER,
            Observation.LIST_OF_STRING,
            Observation.LIST_OF_STRUCT,
            Observation.LIST_OF_LIST,
            Shape.UNTYPED);
  }

  /** Twice the work a level would take many minutes. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void deepArraysCostWhatTheyHold() {
    int deepest = SchemaBounds.MOST_DEPTH;
    Shape shape = new Shape(deepest);
    read("{\"a\":" + "[null,".repeat(deepest) + "1" + "]".repeat(deepest) + "}");
    for (int event = 0; event < 1_000; event++) {
      assertThat(shape.isTyped(tape, ARRAY, 1, null)).isTrue();
      assertThat(shape.listOf(tape, ARRAY, 1, null)).isEqualTo(Observation.LIST_OF_LIST);
    }
  }

  private void read(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(tape.read(bytes, 0, bytes.length)).as(json).isTrue();
  }

  /** Some keys that do not count; tokens that are no keys do not matter. */
  private BitSet shadowed(Random random) {
    BitSet shadowed = new BitSet();
    for (int token = ARRAY + 1; token < tape.next(ARRAY); token++) {
      shadowed.set(token, random.nextInt(4) == 0);
    }
    return shadowed;
  }

  private static String array(Random random, int depth) {
    String same = random.nextInt(3) == 0 ? "" : value(random, depth - 1);
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> same.isEmpty() ? value(random, depth - 1) : same)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String value(Random random, int depth) {
    int kind = random.nextInt(5);
    if (depth <= 0 || kind > 2) {
      return SCALARS[random.nextInt(SCALARS.length)];
    }
    if (kind > 0) {
      return array(random, depth);
    }
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> "\"k" + i + "\":" + value(random, depth - 1))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
