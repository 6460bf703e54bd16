package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.CaseClass;
import io.firn.schema.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys seen so far under one path, with the observation of each. */
final class SeenKeys {
  /** Of {@link #see}: the key was in the object already. */
  static final int DUPLICATE = -2;

  private final Observation observed;
  private final KeyIndex index = new KeyIndex();
  private final List<SeenKeys> children = new ArrayList<>();
  private final Map<String, Integer> caseClasses = new HashMap<>();
  private long[] seenIn = new long[8];
  private int[] classOf = new int[8];
  private long[] classSeenIn = new long[8];
  private int[] classLast = new int[8];
  private @Nullable SeenKeys element;

  SeenKeys(Observation observed) {
    this.observed = observed;
  }

  Observation observed() {
    return observed;
  }

  SeenKeys child(int entry) {
    return children.get(entry);
  }

  SeenKeys element() {
    if (element == null) {
      element = new SeenKeys(observed.element());
    }
    return element;
  }

  /**
   * The key's number, or {@link #DUPLICATE}.
   *
   * @param object a number for the object that holds the key, unique on this path
   */
  int see(JsonTape tape, int key, int expected, long object) {
    int entry = find(tape, key, expected);
    if (seenIn[entry] == object) {
      return DUPLICATE;
    }
    seenIn[entry] = object;
    return entry;
  }

  /** Whether another key of the object differs from this one only in case. */
  boolean meets(int entry, long object) {
    int caseClass = classOf[entry];
    boolean met = classSeenIn[caseClass] == object && classLast[caseClass] != entry;
    classSeenIn[caseClass] = object;
    classLast[caseClass] = entry;
    return met;
  }

  private int find(JsonTape tape, int key, int expected) {
    if (tape.isPlain(key)) {
      int from = tape.start(key) + 1;
      int to = tape.end(key) - 1;
      int entry = index.find(tape.bytes(), from, to, expected);
      return entry == KeyIndex.ABSENT ? add(Arrays.copyOfRange(tape.bytes(), from, to)) : entry;
    }
    byte[] decoded = tape.decode(key);
    int entry = index.find(decoded, 0, decoded.length, expected);
    return entry == KeyIndex.ABSENT ? add(decoded) : entry;
  }

  private int add(byte[] utf8) {
    String key = new String(utf8, UTF_8);
    int entry = index.add(utf8);
    children.add(new SeenKeys(observed.child(key)));
    if (entry == seenIn.length) {
      seenIn = Arrays.copyOf(seenIn, entry * 2);
      classOf = Arrays.copyOf(classOf, entry * 2);
      classSeenIn = Arrays.copyOf(classSeenIn, entry * 2);
      classLast = Arrays.copyOf(classLast, entry * 2);
    }
    classOf[entry] = caseClasses.computeIfAbsent(CaseClass.of(key), k -> caseClasses.size());
    return entry;
  }
}
