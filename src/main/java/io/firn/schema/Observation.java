package io.firn.schema;

import io.firn.parse.JsonNumber;
import io.firn.policy.CaseClass;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Arrays by the one family of their elements. */
  public static final int LIST_OF_BOOLEAN = 40;

  public static final int LIST_OF_NUMBER = 41;
  public static final int LIST_OF_STRING = 42;
  public static final int LIST_OF_STRUCT = 43;
  public static final int LIST_OF_LIST = 44;

  private int[] codes = new int[0];
  private long[] counts = new long[0];
  private final Map<String, Observation> children = new HashMap<>();
  private final Set<String> met = new HashSet<>();
  private @Nullable Observation element;

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
    met.add(CaseClass.of(key));
  }

  /** The path of a key below this one, made when it is new. */
  public Observation child(String key) {
    return children.computeIfAbsent(key, k -> new Observation());
  }

  /** The path of this path's array elements, made when it is new. */
  public Observation element() {
    if (element == null) {
      element = new Observation();
    }
    return element;
  }

  public void merge(Observation other) {
    for (int i = 0; i < other.codes.length; i++) {
      add(other.codes[i], other.counts[i]);
    }
    other.children.forEach((key, value) -> child(key).merge(value));
    met.addAll(other.met);
    if (other.element != null) {
      element().merge(other.element);
    }
  }

  /** Whether nothing that makes a column was counted here or below. */
  public boolean isEmpty() {
    return Arrays.stream(codes).noneMatch(Observation::makesColumn)
        && met.isEmpty()
        && (element == null || element.isEmpty())
        && children.values().stream().allMatch(Observation::isEmpty);
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
    return met.contains(caseClass);
  }

  /** The keys that make columns, in {@link KeyOrder}. */
  Map<String, Observation> children() {
    Map<String, Observation> sorted = new TreeMap<>(KeyOrder.UTF8);
    children.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            sorted.put(key, value);
          }
        });
    return sorted;
  }

  Observation elementOrEmpty() {
    return element == null ? new Observation() : element;
  }
}
