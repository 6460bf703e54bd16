package io.firn.schema;

import io.firn.parse.JsonNumber;
import io.firn.schema.ColumnType.Scalar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The columns that a key's numbers need, so that each is held exactly. */
public final class NumberTypes {
  /** The number types, the narrowest first. */
  public static final List<Scalar> NARROW_FIRST =
      List.of(Scalar.LONG, Scalar.DECIMAL, Scalar.DOUBLE);

  private NumberTypes() {}

  static boolean isNumber(ColumnType type) {
    return type == Scalar.LONG || type == Scalar.DOUBLE || type == Scalar.DECIMAL;
  }

  /** Whether a column of the type holds numbers of the code exactly. */
  public static boolean holds(ColumnType type, int code) {
    return (code & bit(type)) != 0;
  }

  private static int bit(ColumnType type) {
    if (type == Scalar.LONG) {
      return JsonNumber.FITS_LONG;
    }
    if (type == Scalar.DOUBLE) {
      return JsonNumber.FITS_DOUBLE;
    }
    return type == Scalar.DECIMAL ? JsonNumber.FITS_DECIMAL : 0;
  }

  /**
   * Types for the observed numbers that no existing column holds, the first for most of them; empty
   * if there are none. Numbers that no type holds are left out: they are rescued.
   */
  static List<Scalar> missing(Observation observed, Set<ColumnType> existing) {
    List<Integer> codes = new ArrayList<>();
    for (int code = 0; code < Observation.NUMBER_CODES; code++) {
      if (observed.counted(code) > 0 && !isHeld(code, existing)) {
        codes.add(code);
      }
    }
    List<Scalar> types = new ArrayList<>();
    while (codes.stream().anyMatch(code -> (code & JsonNumber.FITS) != 0)) {
      Scalar type = next(codes);
      types.add(type);
      codes.removeIf(code -> holds(type, code));
    }
    return types;
  }

  private static boolean isHeld(int code, Set<ColumnType> types) {
    return types.stream().anyMatch(type -> holds(type, code));
  }

  private static Scalar next(List<Integer> codes) {
    Scalar merged = merged(codes);
    if (codes.stream().anyMatch(code -> holds(merged, code))) {
      return merged;
    }
    for (Scalar type : NARROW_FIRST) {
      if (codes.stream().anyMatch(code -> holds(type, code))) {
        return type;
      }
    }
    throw new AssertionError("No type for number codes " + codes);
  }

  /**
   * One family: double if any has a fraction or exponent, else decimal if any is beyond 64 bits.
   */
  private static Scalar merged(List<Integer> codes) {
    Set<Scalar> spelled = EnumSet.noneOf(Scalar.class);
    for (int code : codes) {
      spelled.add(spelled(code));
    }
    if (spelled.contains(Scalar.DOUBLE)) {
      return Scalar.DOUBLE;
    }
    return spelled.contains(Scalar.DECIMAL) ? Scalar.DECIMAL : Scalar.LONG;
  }

  /** The type that the spelling of a number of the code asks for. */
  public static Scalar spelled(int code) {
    return switch (code & JsonNumber.SPELLED) {
      case JsonNumber.SPELLED_LONG -> Scalar.LONG;
      case JsonNumber.SPELLED_DOUBLE -> Scalar.DOUBLE;
      default -> Scalar.DECIMAL;
    };
  }
}
