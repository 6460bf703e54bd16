package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.CaseClass;
import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys seen so far under one path, with the observation of each. They are told apart up to a
 * bound: the objects of a new key with more keys are a map, and other levels do without the rest.
 */
final class SeenKeys {
  /** The key is not told apart from others. */
  static final int BEYOND = -3;

  /** Paths that one observer tells apart. */
  private static final int MOST_PATHS = 100_000;

  private static final int FEW_KEYS = 8;

  private final Observation observed;
  private final SchemaRules rules;
  private final ColumnRule rule;
  private final boolean map;

  /** How many paths all levels together may still tell apart: one number. */
  private final int[] left;

  private final List<SeenKeys> children = new ArrayList<>(0);
  private @Nullable KeyIndex index;
  private Map<String, Integer> caseClasses = Map.of();
  private long[] seenIn = {};
  private int[] classOf = {};
  private long[] classSeenIn = {};
  private int[] classLast = {};
  private @Nullable SeenKeys element;
  private boolean wide;
  private boolean broad;

  private SeenKeys(
      Observation observed, SchemaRules rules, ColumnRule rule, boolean map, int[] left) {
    this.observed = observed;
    this.rules = rules;
    this.rule = rule;
    this.map = map;
    this.left = left;
    this.wide = rule.hint() == Hint.STRUCT;
  }

  /** The keys of messages. */
  static SeenKeys root(Observation observed, SchemaRules rules) {
    SeenKeys root = new SeenKeys(observed, rules, rules.columns(), false, new int[] {MOST_PATHS});
    root.wide = true;
    return root;
  }

  /** What the route says of the key. */
  ColumnRule rule() {
    return rule;
  }

  /** Whether objects here become maps by their name. */
  boolean isMap() {
    return map;
  }

  /** The objects here fill a struct, whatever the number of their keys. */
  void widen() {
    wide = true;
  }

  Observation observed() {
    return observed;
  }

  SeenKeys child(int entry) {
    return children.get(entry);
  }

  SeenKeys element() {
    if (element == null) {
      element = new SeenKeys(observed.element(), rules, rule.ofElements(), false, left);
    }
    return element;
  }

  /** The key's number, {@link KeyIndex#ABSENT} or {@link #BEYOND}. */
  int find(JsonTape tape, int key, int expected) {
    if (broad) {
      return BEYOND;
    }
    if (index == null) {
      return KeyIndex.ABSENT;
    }
    if (tape.isPlain(key)) {
      return index.find(tape.bytes(), tape.start(key) + 1, tape.end(key) - 1, expected);
    }
    byte[] decoded = tape.decode(key);
    return index.find(decoded, 0, decoded.length, expected);
  }

  /**
   * Whether the key was in the object already; from now on it is.
   *
   * @param object a number for the object that holds the key, unique on this path
   */
  boolean isRepeated(int entry, long object) {
    if (entry < 0) {
      return false;
    }
    boolean repeated = seenIn[entry] == object;
    seenIn[entry] = object;
    return repeated;
  }

  /** Whether another key of the object differs from this one only in case. */
  boolean meets(int entry, long object) {
    int caseClass = classOf[entry];
    boolean met = classSeenIn[caseClass] == object && classLast[caseClass] != entry;
    classSeenIn[caseClass] = object;
    classLast[caseClass] = entry;
    return met;
  }

  /** Most paths hold no objects, so what is needed for keys is made late. */
  private KeyIndex firstKey() {
    index = new KeyIndex();
    caseClasses = new HashMap<>();
    grow(FEW_KEYS);
    return index;
  }

  private void grow(int keys) {
    seenIn = Arrays.copyOf(seenIn, keys);
    classOf = Arrays.copyOf(classOf, keys);
    classSeenIn = Arrays.copyOf(classSeenIn, keys);
    classLast = Arrays.copyOf(classLast, keys);
  }

  /**
   * Adds an absent key with a value that makes a column; what makes none leaves no trace, since a
   * task may pass it by unobserved.
   *
   * @return its number, or {@link #BEYOND}
   */
  int add(JsonTape tape, int key, long object) {
    int size = index == null ? 0 : index.size();
    if (!wide && size == SchemaBounds.MOST_STRUCT_KEYS) {
      broaden();
      return BEYOND;
    }
    return size == Observation.MOST_KEYS || left[0] == 0 ? BEYOND : addKnown(tape, key, object);
  }

  /** As {@link #add}, of a key that has columns: whatever the bounds. */
  int addKnown(JsonTape tape, int key, long object) {
    KeyIndex known = index == null ? firstKey() : index;
    byte[] utf8 = tape.decode(key);
    String text = new String(utf8, UTF_8);
    int entry = known.add(utf8);
    ColumnRule below = rule.below(text);
    children.add(new SeenKeys(observed.child(text), rules, below, rules.isMap(text, below), left));
    left[0] = Math.max(0, left[0] - 1);
    if (entry == seenIn.length) {
      grow(entry * 2);
    }
    classOf[entry] = caseClasses.computeIfAbsent(CaseClass.of(text), k -> caseClasses.size());
    seenIn[entry] = object;
    return entry;
  }

  /** What was seen below goes with it. */
  private void broaden() {
    broad = true;
    observed.broaden();
    children.clear();
    index = null;
    caseClasses = Map.of();
  }
}
