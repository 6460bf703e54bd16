package io.firn.schema;

import io.firn.parse.JsonNumber;
import io.firn.policy.CaseClass;
import io.firn.policy.SchemaBounds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a batch held under one key path: how many values of each kind, and the paths below. The
 * order of merging does not matter.
 */
public final class Observation implements Serializable {
  /** Numbers are counted under their code of {@code JsonNumber}, 0 to 31. */
  public static final int NUMBER_CODES = 32;

  public static final int BOOLEAN = 32;
  public static final int STRING = 33;
  public static final int EMPTY_STRING = 34;

  /** Objects that hold a value that makes a column. */
  public static final int STRUCT = 35;

  /** Objects and arrays below the depth that has columns. */
  public static final int DEEP = 36;

  /** Arrays whose elements have no type in common, or not that of the column. */
  public static final int MIXED = 37;

  /** Values that a hint converts, null values among them. */
  public static final int HINTED = 38;

  /** Arrays by the one family of their elements. */
  public static final int LIST_OF_BOOLEAN = 40;

  public static final int LIST_OF_NUMBER = 41;
  public static final int LIST_OF_STRING = 42;
  public static final int LIST_OF_STRUCT = 43;
  public static final int LIST_OF_LIST = 44;

  /** Keys that a level tells apart at most, those of a struct that may have more than a map. */
  public static final int MOST_KEYS = 2 * SchemaBounds.MOST_COLUMNS;

  private static final int[] NO_CODES = {};
  private static final long[] NO_COUNTS = {};

  private int[] codes = NO_CODES;
  private long[] counts = NO_COUNTS;
  private @Nullable Map<String, Observation> children;
  private @Nullable Set<String> met;
  private @Nullable Map<Integer, Example> examples;
  private @Nullable Observation element;
  private boolean broad;

  public void count(int code) {
    add(code, 1);
  }

  private void add(int code, long n) {
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == code) {
        counts[i] += n;
        return;
      }
    }
    codes = Arrays.copyOf(codes, codes.length + 1);
    counts = Arrays.copyOf(counts, codes.length);
    codes[codes.length - 1] = code;
    counts[codes.length - 1] = n;
  }

  /** Two keys of this object that differ only in case stood in one object. */
  public void meet(String key) {
    if (met == null) {
      met = new HashSet<>();
    }
    met.add(CaseClass.of(key));
  }

  /** Notes where a kind of value was met first. */
  public void exemplify(int code, Example example) {
    if (examples == null) {
      examples = new HashMap<>();
    }
    examples.merge(code, example, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  /** The path of a key below this one, made when it is new. */
  public Observation child(String key) {
    if (children == null) {
      children = new HashMap<>();
    }
    return children.computeIfAbsent(key, k -> new Observation());
  }

  /** The objects here have so many keys that they are not told apart. */
  public void broaden() {
    broad = true;
    children = null;
    met = null;
  }

  /** The path of this path's array elements, made when it is new. */
  public Observation element() {
    if (element == null) {
      element = new Observation();
    }
    return element;
  }

  /** Adds what another part of the batch held under the same path. */
  public void merge(Observation other) {
    for (int i = 0; i < other.codes.length; i++) {
      add(other.codes[i], other.counts[i]);
    }
    if (other.examples != null) {
      other.examples.forEach(this::exemplify);
    }
    if (other.element != null) {
      element().merge(other.element);
    }
    if (broad || other.broad) {
      broaden();
    } else {
      mergeKeys(other);
    }
  }

  private void mergeKeys(Observation other) {
    if (other.met != null) {
      met = met == null ? new HashSet<>() : met;
      met.addAll(other.met);
    }
    if (other.children != null) {
      other.children.forEach((key, value) -> child(key).merge(value));
      if (Objects.requireNonNull(children).size() > 2 * MOST_KEYS) {
        children = first(children);
      }
    }
  }

  /** Those of the first names; what is left out never comes in again, however many are merged. */
  private static Map<String, Observation> first(Map<String, Observation> all) {
    if (all.size() <= MOST_KEYS) {
      return all;
    }
    Map<String, Observation> first = new HashMap<>();
    all.keySet().stream()
        .sorted(ColumnNames.ORDER)
        .limit(MOST_KEYS)
        .forEach(key -> first.put(key, all.get(key)));
    return first;
  }

  /** Whether nothing that makes a column was counted here or below. */
  public boolean isEmpty() {
    return Arrays.stream(codes).noneMatch(Observation::makesColumn)
        && (element == null || element.isEmpty())
        && (children == null || children.values().stream().allMatch(Observation::isEmpty));
  }

  /** Not so a number that no type holds: it only has a say in the type of others. */
  private static boolean makesColumn(int code) {
    return code >= NUMBER_CODES || (code & JsonNumber.FITS) != 0;
  }

  public long counted(int code) {
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == code) {
        return counts[i];
      }
    }
    return 0;
  }

  boolean met(String caseClass) {
    return met != null && met.contains(caseClass);
  }

  /** The keys that make columns, in {@link KeyOrder}. */
  Map<String, Observation> children() {
    Map<String, Observation> sorted = new TreeMap<>(KeyOrder.UTF8);
    if (children != null) {
      first(children)
          .forEach(
              (key, value) -> {
                if (!value.isEmpty()) {
                  sorted.put(key, value);
                }
              });
    }
    return sorted;
  }

  /** Whether the objects here have more keys than a new struct may have. */
  boolean isBroad() {
    return broad || (children != null && children.size() > SchemaBounds.MOST_STRUCT_KEYS);
  }

  /** The first value of one of the kinds, where such are noted. */
  Optional<Example> example(IntPredicate isWanted) {
    return examples == null
        ? Optional.empty()
        : examples.entrySet().stream()
            .filter(entry -> isWanted.test(entry.getKey()))
            .map(Map.Entry::getValue)
            .min(Comparator.naturalOrder());
  }

  Observation elementOrEmpty() {
    return element == null ? new Observation() : element;
  }

  /**
   * A value that a policy may stop at.
   *
   * @param object the object's URI
   * @param position the event's number in it, from 1
   * @param value its JSON, perhaps cut
   */
  public record Example(String object, long position, String value)
      implements Comparable<Example>, Serializable {
    @Override
    public int compareTo(Example other) {
      return Comparator.comparing(Example::object)
          .thenComparingLong(Example::position)
          .thenComparing(Example::value)
          .compare(this, other);
    }

    @Override
    public String toString() {
      return value + " in event " + position + " of " + object;
    }
  }
}
